/**
 * SIASN as a source: pulls single records from its REST service, within its limits and whatever it answers, or follows the table of a replica. The
 * personal token that SIASN wants beside the system's own never leaves this package.
 */
package id.padan.directory.siasn;
