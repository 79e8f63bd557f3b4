/** Confirmation by NIK from the command line: one NIK, a list from upload to whole results, receipts. */
package id.padan.cli.verification;
