/**
 * Documents (Ps 13): originals, scans, letters, minutes, each with its hash and sealed in the store. Others name a document by its id and ask
 * here whether it may be named. Owns the table {@code document_content}.
 */
package id.padan.agreement.archive;
