/** Files of key material; services and the command line make them in one way. */
package id.padan.keyset;
