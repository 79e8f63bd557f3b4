/** Publishes the register: expands a block's claim check into {@code asn.record.v1} and {@code asn.status.v1}, from the tables as they are then. */
package id.padan.directory.publication;
