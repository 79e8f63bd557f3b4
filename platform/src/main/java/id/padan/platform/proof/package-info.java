/**
 * The log of proof of a service: every answer, disclosure and decision becomes a leaf of its Merkle tree, under a signed head, before it
 * leaves the house. Hashes, heads and everything that can be checked without a service are in {@link id.padan.proof}.
 */
package id.padan.platform.proof;
