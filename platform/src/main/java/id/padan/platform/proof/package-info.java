/**
 * The log of proof: every answer, disclosure and decision becomes a leaf before it leaves the house. First form: a hash chain
 * under one locked head row; the Merkle tree and signed heads come behind the same face.
 */
package id.padan.platform.proof;
