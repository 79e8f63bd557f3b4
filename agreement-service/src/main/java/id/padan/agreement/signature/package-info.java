/**
 * Signs a PDF for an official (PAdES baseline B) through a port: the certification body's service in earnest, test keys in the local
 * profile. A passphrase passes through and is kept nowhere. Also reads what signatures a PDF bears.
 */
package id.padan.agreement.signature;
