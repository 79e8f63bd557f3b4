package id.padan.verification.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where in a row the NIK stands, and where the data begins. Columns count from 0; -1 means there is none.
 *
 * @param skippedRows rows before the data: titles and the header
 * @param header whether one of them names the columns
 */
record ListLayout(int skippedRows, boolean header, int nikColumn, int birthColumn, int sexColumn) {

    private static final int NONE = -1;
    private static final int HEADER_WITHIN_ROWS = 10;
    private static final int SHOWN_COLUMNS = 12;
    private static final int SHOWN_CHARS = 32;

    private static final Set<String> NIK_NAMES = Set.of(
            "nik",
            "nonik",
            "nomornik",
            "niknasional",
            "noktp",
            "nomorktp",
            "nikktp",
            "ktpnik",
            "nonikktp",
            "nikpenerima",
            "nikcalonpenerima",
            "nikpekerja",
            "nikpeserta",
            "nikanggota",
            "noindukkependudukan",
            "nomorindukkependudukan",
            "nomorindukkependudukannik",
            "indukkependudukan");
    private static final Set<String> BIRTH_NAMES = Set.of(
            "tgllahir",
            "tanggallahir",
            "tgllhr",
            "tgllahirpenerima",
            "tanggallahirddmmyyyy",
            "tgllahirddmmyyyy",
            "birthdate",
            "dateofbirth",
            "dob");
    private static final Set<String> SEX_NAMES =
            Set.of("jk", "jeniskelamin", "jnskelamin", "kelamin", "jeniskelaminlp", "jklp", "lp", "sex", "gender");
    private static final Pattern NIK_WORD = Pattern.compile("(^|[^\\p{Alnum}])nik([^\\p{Alnum}]|$)");
    private static final Pattern MANY_DIGITS = Pattern.compile("\\d{6,}");

    /**
     * @param rows the first rows; a row without any text has no cells
     * @throws ListRefused when no column, or more than one, could hold the NIKs
     */
    static ListLayout of(List<String[]> rows) throws ListRefused {
        int named = namedHeader(rows);
        if (named != NONE) {
            String[] header = rows.get(named);
            int nik = nikByName(rows, named);
            return new ListLayout(named + 1, true, nik, onlyOne(header, BIRTH_NAMES), onlyOne(header, SEX_NAMES));
        }
        int first = 0;
        while (first < rows.size() && rows.get(first).length == 0) {
            first++;
        }
        if (first == rows.size()) {
            // Nothing but empty rows so far, perhaps followed by more; the only column is as good as any.
            return new ListLayout(0, false, 0, NONE, NONE);
        }
        int nik = nikByContent(rows, first);
        String[] top = rows.get(first);
        boolean header = nik < top.length && isTextual(top[nik]);
        return header
                ? new ListLayout(first + 1, true, nik, onlyOne(top, BIRTH_NAMES), onlyOne(top, SEX_NAMES))
                : new ListLayout(0, false, nik, NONE, NONE);
    }

    /** The first row that calls a column NIK, if it comes before any number that could be one. */
    private static int namedHeader(List<String[]> rows) {
        for (int r = 0; r < Math.min(rows.size(), HEADER_WITHIN_ROWS); r++) {
            boolean names = false;
            for (String cell : rows.get(r)) {
                if (isAttempt(cell)) {
                    return NONE;
                }
                // A title such as "Daftar NIK calon penerima" stands alone in its row; it names no column of a table.
                names |= NIK_NAMES.contains(squeezed(cell))
                        || NIK_WORD.matcher(cell.toLowerCase(Locale.ROOT)).find() && isHeaderRow(rows, r);
            }
            if (names) {
                return r;
            }
        }
        return NONE;
    }

    private static boolean isHeaderRow(List<String[]> rows, int row) {
        if (row + 1 >= rows.size()) {
            return true;
        }
        int filled = 0;
        for (String cell : rows.get(row)) {
            filled += cell.isBlank() ? 0 : 1;
        }
        return filled > 1 || rows.get(row + 1).length <= 1;
    }

    private static int nikByName(List<String[]> rows, int headerRow) throws ListRefused {
        String[] header = rows.get(headerRow);
        List<Integer> exact = new ArrayList<>();
        List<Integer> near = new ArrayList<>();
        for (int c = 0; c < header.length; c++) {
            if (NIK_NAMES.contains(squeezed(header[c]))) {
                exact.add(c);
            } else if (NIK_WORD.matcher(header[c].toLowerCase(Locale.ROOT)).find()) {
                near.add(c);
            }
        }
        List<Integer> candidates = exact.isEmpty() ? near : exact;
        if (candidates.size() == 1) {
            return candidates.getFirst();
        }
        List<Integer> filled = new ArrayList<>();
        for (int column : candidates) {
            if (share(rows, headerRow + 1, column, true) >= 50) {
                filled.add(column);
            }
        }
        if (filled.size() == 1) {
            return filled.getFirst();
        }
        throw ambiguous(header, candidates);
    }

    private static int nikByContent(List<String[]> rows, int first) throws ListRefused {
        int columns = 0;
        for (String[] row : rows) {
            columns = Math.max(columns, row.length);
        }
        // The first row may be a header of unknown names: it counts only if there is no other.
        int from = rows.size() > first + 1 ? first + 1 : first;
        for (boolean strict : new boolean[] {true, false}) {
            List<Integer> candidates = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                if (share(rows, from, c, strict) >= 50 || share(rows, first, c, strict) >= 50) {
                    candidates.add(c);
                }
            }
            if (candidates.size() == 1) {
                return candidates.getFirst();
            }
            if (candidates.size() > 1) {
                throw ambiguous(rows.get(first), candidates);
            }
        }
        if (columns == 1 && share(rows, first, 0, false) > 0) {
            return 0;
        }
        if (columns == 1 && isTextual(rows.get(first)[0]) && rows.size() == 1) {
            return 0;
        }
        if (columns == 1 && anyDigits(rows)) {
            return 0;
        }
        throw ListRefused.of(
                ListProblem.FILE_NIK_COLUMN_NOT_FOUND,
                "No column is called NIK, and in none do most cells look like one. Seen: " + shown(rows.get(first)),
                "Tidak ada kolom bernama NIK, dan tidak ada kolom yang sebagian besar isinya mirip NIK. Terlihat: "
                        + shown(rows.get(first)));
    }

    /** A single column of numbers that are all wrong is still a list, and its sender wants to know row by row. */
    private static boolean anyDigits(List<String[]> rows) {
        for (String[] row : rows) {
            if (row.length > 0 && MANY_DIGITS.matcher(row[0]).find()) {
                return true;
            }
        }
        return false;
    }

    /** Percent of a column's filled cells that are NIKs, or at least tried to be. */
    private static int share(List<String[]> rows, int from, int column, boolean strict) {
        int filled = 0;
        int fitting = 0;
        for (String[] row : rows.subList(from, rows.size())) {
            if (column < row.length && !row[column].isBlank()) {
                filled++;
                fitting += (strict ? isNik(row[column]) : isAttempt(row[column])) ? 1 : 0;
            }
        }
        return filled == 0 ? 0 : fitting * 100 / filled;
    }

    private static boolean isNik(String cell) {
        return judge(cell) == RowStatus.ANSWERED;
    }

    /** A NIK, or a number that was one or looks like one: 15 to 18 digits, or E-notation. */
    private static boolean isAttempt(String cell) {
        if (judge(cell) != RowStatus.NIK_FORMAT) {
            return true;
        }
        int digits = 0;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (NikRules.digit(c) >= 0) {
                digits++;
            } else if (Character.isLetter(c)) {
                return false;
            }
        }
        return digits >= 15 && digits <= 18;
    }

    private static RowStatus judge(String cell) {
        return NikRules.status(NikRules.judge(cell.toCharArray(), 0, cell.length()));
    }

    /** A name of a column rather than a value: letters, and hardly a digit. */
    private static boolean isTextual(String cell) {
        int letters = 0;
        int digits = 0;
        for (int i = 0; i < cell.length(); i++) {
            letters += Character.isLetter(cell.charAt(i)) ? 1 : 0;
            digits += Character.isDigit(cell.charAt(i)) ? 1 : 0;
        }
        return letters >= 2 && digits < 4 && judge(cell) == RowStatus.NIK_FORMAT;
    }

    private static int onlyOne(String[] header, Set<String> names) {
        int found = NONE;
        for (int c = 0; c < header.length; c++) {
            if (names.contains(squeezed(header[c]))) {
                if (found != NONE) {
                    return NONE;
                }
                found = c;
            }
        }
        return found;
    }

    private static String squeezed(String name) {
        StringBuilder squeezed = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                squeezed.append(Character.toLowerCase(c));
            }
        }
        return squeezed.toString();
    }

    private static ListRefused ambiguous(String[] top, List<Integer> candidates) {
        StringBuilder numbers = new StringBuilder();
        for (int column : candidates) {
            numbers.append(numbers.isEmpty() ? "" : ", ").append(column + 1);
            if (column < top.length && isTextual(top[column])) {
                numbers.append(" (").append(shown(top[column])).append(')');
            }
        }
        return ListRefused.of(
                        ListProblem.FILE_NIK_COLUMN_AMBIGUOUS,
                        "These columns look equally like NIKs: " + numbers + ". Call one of them NIK or send only one.",
                        "Kolom-kolom ini sama-sama mirip NIK: " + numbers
                                + ". Beri nama NIK pada salah satunya atau kirim satu saja.")
                .atColumn(candidates.getFirst() + 1);
    }

    private static String shown(String[] cells) {
        for (String cell : cells) {
            if (!cell.isBlank() && !isTextual(cell)) {
                return cells.length + " (-)";
            }
        }
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < Math.min(cells.length, SHOWN_COLUMNS); c++) {
            text.append(c == 0 ? "" : " | ").append(shown(cells[c]));
        }
        return cells.length > SHOWN_COLUMNS ? text + " | ..." : text.toString();
    }

    /** Headers may be shown, values may not: they could be anybody's number or name. */
    private static String shown(String cell) {
        String text = cell.strip();
        if (text.isEmpty()) {
            return "-";
        }
        boolean name = isTextual(text)
                && text.length() <= SHOWN_CHARS
                && squeezed(text).chars().allMatch(c -> c < 128);
        return name ? text : "?";
    }
}
