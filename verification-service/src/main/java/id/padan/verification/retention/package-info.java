/**
 * The end of lists: when retention is over or ended, the content key is destroyed, the log says so, and when the week's retention key is
 * gone too, says that no copy is left that could be opened. Owns the tables {@code destruction} and {@code retention_key_end}.
 */
package id.padan.verification.retention;
