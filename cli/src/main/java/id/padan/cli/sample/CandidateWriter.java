package id.padan.cli.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Rows of a candidate list: only the NIK, or the columns that such lists usually have (domain 5.4). */
final class CandidateWriter {
    private static final String[] COLUMNS = {
        "no",
        "nik",
        "nama",
        "tgl_lahir",
        "jk",
        "kpj",
        "npp",
        "nama_perusahaan",
        "upah",
        "kode_wilayah",
        "bank",
        "no_rekening"
    };
    private static final byte[] NO_NIK = "TIDAK ADA".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMPANY = "PT REKAAN ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BANK = "BANK CONTOH".getBytes(StandardCharsets.US_ASCII);

    private final Lines lines;
    private final boolean full;
    private final char separator;

    CandidateWriter(Lines lines, boolean full, char separator) throws IOException {
        this.lines = lines;
        this.full = full;
        this.separator = separator;
        lines.put(full ? String.join(String.valueOf(separator), COLUMNS) : "nik")
                .end();
    }

    char separator() {
        return separator;
    }

    void write(long row, byte[] nik, Person person, long hash) throws IOException {
        if (!full) {
            // A lone empty cell is an empty line, which readers of CSV may skip.
            cell(nik.length == 0 ? NO_NIK : nik);
            lines.end();
            return;
        }
        lines.number(row).put(separator);
        cell(nik);
        lines.put(separator);
        Words.name(lines, hash);
        lines.put(separator)
                .date(person.birth())
                .put(separator)
                .put(person.woman() ? 'P' : 'L')
                .put(separator)
                .put('9')
                .digits(Shuffle.below(hash, 1_000_000_000), 10)
                .put(separator)
                .digits(Shuffle.below(hash, 100_000), 8)
                .put(separator)
                .put(COMPANY)
                .number(Shuffle.below(hash, 100_000))
                .put(separator)
                .number(2_000_000 + Shuffle.below(Shuffle.mix(hash, 1), 15) * 100_000L)
                .put(separator)
                .digits(person.regionCode() / 100, 4)
                .put(separator)
                .put(BANK)
                .put(separator)
                .put('0')
                .digits(Shuffle.below(Shuffle.mix(hash, 2), 1_000_000_000), 9)
                .end();
    }

    private void cell(byte[] text) {
        boolean quoted = false;
        for (byte letter : text) {
            quoted |= letter == separator;
        }
        if (quoted) {
            lines.put('"').put(text).put('"');
        } else {
            lines.put(text);
        }
    }
}
