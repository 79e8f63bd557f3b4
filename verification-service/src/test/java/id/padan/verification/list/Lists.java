package id.padan.verification.list;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads lists the way the service does, and keeps what came out for looking at. */
final class Lists {

    static final FirstOccurrences.Budget BUDGET = new FirstOccurrences.Budget(1L << 30);
    static final ListUpload UPLOAD = new ListUpload(ListLimits.DEFAULT, Path.of(System.getProperty("java.io.tmpdir")));

    /** A NIK of the test range, different for each number below 2.6 million. */
    static String nik(int number) {
        int serial = 9990 + number % 10;
        int day = 1 + number / 10 % 28;
        int month = 1 + number / 280 % 12;
        int year = number / 3_360 % 100;
        int district = 317101 + number / 336_000 % 8;
        return "%06d%02d%02d%02d%04d".formatted(district, day, month, year, serial);
    }

    record Result(ListSummary summary, List<PackedChunk> chunks) {

        List<String> rows() {
            List<String> rows = new ArrayList<>();
            for (PackedChunk chunk : chunks) {
                PackedRows packed = PackedRows.read(chunk.bytes());
                for (int i = 0; i < packed.rows(); i++) {
                    RowStatus status = packed.status(i);
                    String cell = packed.odd(i) != null
                            ? packed.odd(i)
                            : packed.nik(i) == 0 ? "" : "%016d".formatted(packed.nik(i));
                    rows.add(cell + " " + (status == null ? "?" : status)
                            + (packed.warnings(i) == 0 ? "" : " " + RowWarning.of(packed.warnings(i))));
                }
            }
            return rows;
        }
    }

    static Result read(byte[] body) throws ListRefused, IOException {
        return read(new ByteArrayInputStream(body));
    }

    static Result read(String body) throws ListRefused, IOException {
        return read(body.getBytes(StandardCharsets.UTF_8));
    }

    static Result read(InputStream body) throws ListRefused, IOException {
        return read(body, UPLOAD, BUDGET);
    }

    static Result read(InputStream body, ListUpload upload, FirstOccurrences.Budget budget)
            throws ListRefused, IOException {
        List<PackedChunk> chunks = new ArrayList<>();
        ListSummary summary = ListReader.read(body, upload, budget, chunks::add);
        return new Result(summary, chunks);
    }

    private Lists() {}
}
