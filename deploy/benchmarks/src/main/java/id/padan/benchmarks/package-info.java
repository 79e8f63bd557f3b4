/**
 * Measures the whole stack through its front door, in the same minutes and on the same files as what one would otherwise use for the job.
 * Nothing here is a test: figures depend on the machine and are written down in docs/benchmarks.md.
 */
package id.padan.benchmarks;
