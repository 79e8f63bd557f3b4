package id.padan.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** HIST: histories of every record of the register, a row of each kind a person, from the first byte sent until all are stored. */
final class HistoryFigure implements Figure {

    /** A row of each, in SIASN names; {@code %s} is the person and what makes the row new in each run. */
    private static final Map<String, String> KINDS = Map.of(
            "rw-jabatan",
                    "{\"id\":\"J1\",\"idPns\":\"%s\",\"jenisJabatan\":\"4\",\"namaJabatan\":\"Penelaah\",\"tmtJabatan\":\"01-04-2022\",\"nomorSk\":\"SK/%s\"}\n",
            "rw-golongan",
                    "{\"id\":\"G1\",\"idPns\":\"%s\",\"golonganId\":\"32\",\"golongan\":\"III/b\",\"tmtGolongan\":\"01-04-2021\",\"skNomor\":\"SK/%s\"}\n",
            "rw-angkakredit",
                    "{\"id\":\"K1\",\"pns\":\"%s\",\"tahunMulaiPenailan\":\"2023\",\"kreditBaruTotal\":\"25.000\",\"isKonversi\":\"1\",\"nomorSk\":\"PAK/%s\"}\n",
            "rw-diklat",
                    "{\"id\":\"D1\",\"idPns\":\"%s\",\"latihanStrukturalNama\":\"Dasar\",\"tanggal\":\"01-02-2016\",\"jumlahJam\":\"80\",\"nomor\":\"%s\"}\n",
            "rw-skp22",
                    "{\"id\":\"S1\",\"pnsDinilaiId\":\"%s\",\"tahun\":\"2025\",\"kuadranKinerja\":\"2\",\"hasilKinerja\":\"%s\"}\n");

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        double seconds = 0;
        for (var kind : KINDS.entrySet()) {
            Path file = bench.folder().resolve(kind.getKey() + ".ndjson");
            write(bench.samples().population(), file, kind.getValue(), mark);
            long start = System.nanoTime();
            String job = bench.front()
                    .upload(
                            "/api/asn-directory/v1/imports",
                            "bkn",
                            file,
                            "application/x-ndjson",
                            Map.of(
                                    "Idempotency-Key",
                                    UUID.randomUUID().toString(),
                                    "X-Padan-Mode",
                                    "delta",
                                    "X-Padan-Rows",
                                    kind.getKey(),
                                    "X-Padan-Data-Date",
                                    LocalDate.now(ZoneId.of("Asia/Jakarta")).toString()));
            bench.front().awaitEnd(job, "bkn");
            double took = Bench.secondsSince(start);
            Bench.say(String.format(Locale.ROOT, "%s %.1f s", kind.getKey(), took));
            seconds += took;
            Files.delete(file);
        }
        long rows = (long) bench.options().records() * KINDS.size();
        return List.of(Line.told(
                "HIST",
                String.format(Locale.ROOT, "import of %,d rows of history, %d a record", rows, KINDS.size()),
                String.format(Locale.ROOT, "%.1f s, %,.0f rows/s", seconds, rows / seconds),
                ""));
    }

    private static void write(Path population, Path file, String row, String mark) throws IOException {
        String before = "{\"id\":\"";
        try (BufferedReader records = Files.newBufferedReader(population);
                BufferedWriter rows = Files.newBufferedWriter(file)) {
            for (String record = records.readLine(); record != null; record = records.readLine()) {
                if (!record.startsWith(before)) {
                    throw new Failure("the register's lines do not begin with id");
                }
                rows.write(
                        row.formatted(record.substring(before.length(), record.indexOf('"', before.length())), mark));
            }
        }
    }
}
