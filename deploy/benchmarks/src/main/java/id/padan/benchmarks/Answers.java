package id.padan.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares answer files by row, status and answer, whatever else they say. */
final class Answers {

    private Answers() {}

    /**
     * @param results {@code row,nik,status,answer,...}
     * @param expected {@code row,status,answer}, or like {@code results}
     * @return rows compared
     */
    static long requireEqual(Path results, Path expected) throws IOException {
        long rows = 0;
        try (BufferedReader ours = Files.newBufferedReader(results, StandardCharsets.UTF_8);
                BufferedReader theirs = Files.newBufferedReader(expected, StandardCharsets.UTF_8)) {
            boolean three = theirs.readLine().equals("row,status,answer");
            ours.readLine();
            String right = theirs.readLine();
            for (String line = ours.readLine(); line != null || right != null; line = ours.readLine()) {
                rows++;
                String left = line == null ? "nothing" : brief(line);
                String wanted = right == null ? "nothing" : three ? right : brief(right);
                if (!left.equals(wanted)) {
                    throw new Failure(results.getFileName() + " says " + left + ", " + expected.getFileName() + " says "
                            + wanted);
                }
                right = theirs.readLine();
            }
        }
        return rows;
    }

    /**
     * A list of one column with the answers behind each row, against the rival's lines: the last four cells of each must be the same.
     *
     * @return rows compared
     */
    static long requireMerged(Path merged, Path rival) throws IOException {
        long rows = -1;
        try (BufferedReader ours = Files.newBufferedReader(merged, StandardCharsets.UTF_8);
                BufferedReader theirs = Files.newBufferedReader(rival, StandardCharsets.UTF_8)) {
            String right = theirs.readLine();
            for (String line = ours.readLine(); line != null || right != null; line = ours.readLine()) {
                rows++;
                String left = line == null ? "nothing" : lastFour(line);
                String wanted = right == null ? "nothing" : lastFour(right);
                if (!left.equals(wanted)) {
                    throw new Failure(merged.getFileName() + " says " + left + " in row " + rows + ", "
                            + rival.getFileName() + " says " + wanted);
                }
                right = theirs.readLine();
            }
        }
        return rows;
    }

    private static String lastFour(String line) {
        int from = line.length();
        for (int i = 0; i < 4; i++) {
            from = line.lastIndexOf(',', from - 1);
        }
        return line.substring(from);
    }

    /**
     * Same bytes, but for the carriage return before a line's end: RFC 4180 and ours have one, DuckDB cannot write one.
     *
     * @return bytes compared
     */
    static long requireSameBytes(Path results, Path rival) throws IOException {
        long compared = 0;
        try (InputStream ours = new BufferedInputStream(Files.newInputStream(results), 1 << 20);
                InputStream theirs = new BufferedInputStream(Files.newInputStream(rival), 1 << 20)) {
            for (int left = next(ours); ; left = next(ours)) {
                int right = next(theirs);
                if (left != right) {
                    throw new Failure(
                            results.getFileName() + " and " + rival.getFileName() + " differ at byte " + compared);
                }
                if (left < 0) {
                    return compared;
                }
                compared++;
            }
        }
    }

    private static int next(InputStream in) throws IOException {
        int value = in.read();
        return value == '\r' ? in.read() : value;
    }

    /** {@code row,status,answer} of a result line; the NIK between them may be quoted and is passed over unseen. */
    static String brief(String line) {
        int row = line.indexOf(',');
        int at = row + 1;
        if (at < line.length() && line.charAt(at) == '"') {
            at++;
            while (line.charAt(at) != '"' || at + 1 < line.length() && line.charAt(at + 1) == '"') {
                at += line.charAt(at) == '"' ? 2 : 1;
            }
        }
        int status = line.indexOf(',', at);
        int answer = line.indexOf(',', status + 1);
        int end = line.indexOf(',', answer + 1);
        return line.substring(0, row) + line.substring(status, end);
    }
}
