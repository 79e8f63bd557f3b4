/**
 * Turns a NIK into its token, AES-CMAC (NIST SP 800-38B) under a 256-bit key of a keyset with epochs. A token is personal
 * data of BKN's side: whoever holds the key can turn it back. The key never leaves this package.
 */
package id.padan.platform.token;
