/** The life of a proposal: its states, whose methods are the only transitions there are, and SIASN's own codes for them. No database, no HTTP. */
package id.padan.correction.life;
