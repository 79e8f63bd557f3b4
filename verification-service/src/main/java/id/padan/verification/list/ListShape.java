package id.padan.verification.list;

/**
 * How the list was read: with it, whoever has the file finds in it the rows that the answers count.
 *
 * @param format {@code CSV} or {@code XLSX}
 * @param zipped whether it came in a ZIP
 * @param separator {@code ;} {@code ,} {@code |} or {@code TAB}; empty for a single column and for XLSX
 * @param encoding {@code UTF-8}, {@code UTF-16}, {@code windows-1252}; empty for XLSX
 * @param skippedRows records before the first row: titles, and the header as the last of them
 * @param header whether a header was skipped
 * @param spacedQuotes whether spaces around quoted cells do not belong to them
 * @param nikColumn counted from 1
 */
public record ListShape(
        String format,
        boolean zipped,
        String separator,
        String encoding,
        int skippedRows,
        boolean header,
        boolean spacedQuotes,
        int nikColumn) {}
