/** Takes lists of proposals as CSV, XLSX or JSON, counts every row, and keeps bad ones aside with their reason. Owns {@code correction_list}. */
package id.padan.correction.intake;
