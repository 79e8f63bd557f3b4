/**
 * Takes in a list of NIKs: reads whatever file was sent, judges every row by the rules of NIK, and packs the rows into chunks that can be
 * matched elsewhere; later writes the result lines. Pure: knows no HTTP, no Kafka and no database, holds nothing in plain text on disk, and
 * needs the same memory for ten rows and ten million (apart from the set of first occurrences, which has a budget).
 */
package id.padan.verification.list;
