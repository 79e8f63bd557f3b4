/**
 * NIKs at rest: sealed for keeping, and a keyed look-up value for searches. The keys never leave this package, and no other package stores
 * a NIK.
 */
package id.padan.directory.vault;
