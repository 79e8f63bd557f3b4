/**
 * Histories of persons (SIASN {@code rw-*}): which fields are kept, how a tolerant reader takes them in, how they are stored. What is not
 * named here, discipline and assessors among it, is dropped at the door.
 */
package id.padan.directory.history;
