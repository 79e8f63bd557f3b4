/**
 * What the ASN register says of each NIK token: a store written from {@code asn.status.v1} by one consumer group, and the index in
 * memory that every instance builds for itself. Holds tokens and opaque mapping rows only; answers come out by the mapping in force, of
 * today or of an earlier day.
 */
package id.padan.verification.projection;
