package id.padan.verification.list;

/**
 * How the list was read, to be shown to whoever sent it.
 *
 * @param format {@code CSV} or {@code XLSX}
 * @param zipped whether it came in a ZIP
 * @param separator {@code ;} {@code ,} {@code |} or {@code TAB}; empty for a single column and for XLSX
 * @param encoding {@code UTF-8}, {@code UTF-16}, {@code windows-1252}; empty for XLSX
 * @param header whether a header was skipped
 * @param nikColumn counted from 1
 */
public record ListShape(
        String format, boolean zipped, String separator, String encoding, boolean header, int nikColumn) {}
