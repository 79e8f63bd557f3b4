/** The logs of proof: read, export and counter-sign them online; verify them and receipts offline, with nothing but a public key. */
@NullMarked
package id.padan.cli.log;

import org.jspecify.annotations.NullMarked;
