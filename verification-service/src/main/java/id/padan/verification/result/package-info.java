/**
 * What comes out of a completed list: the result lines, read from the encrypted chunks and the packed answers, and the facts for the
 * official record (berita acara).
 */
package id.padan.verification.result;
