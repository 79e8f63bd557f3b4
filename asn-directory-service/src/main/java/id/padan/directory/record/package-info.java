/**
 * ASN records as BKN holds them: which SIASN fields are kept, how a tolerant reader takes them in, how they are stored with the history of
 * their legal status, and the owner's way to one record. What class X names never passes {@link id.padan.directory.record.RecordReader}.
 */
package id.padan.directory.record;
