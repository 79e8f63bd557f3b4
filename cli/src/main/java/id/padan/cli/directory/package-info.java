/** BKN's side of the command line: bringing ASN records in. */
package id.padan.cli.directory;
