/**
 * Synthetic registers and candidate lists for trying, measuring and checking Padan, and the comparison of a result with what the
 * generator knows to be right. Everything is a pure function of a seed and a position, so that lists of any size need no memory;
 * nobody generated here exists: NIK serials are 9990-9999, which SIAK practically never issues (domain 3.6).
 */
package id.padan.cli.sample;
