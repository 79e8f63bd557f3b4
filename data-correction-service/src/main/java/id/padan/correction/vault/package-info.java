/** Seals values and evidence at rest with AEAD, bound to what they belong to. */
package id.padan.correction.vault;
