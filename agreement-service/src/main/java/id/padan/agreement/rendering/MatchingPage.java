package id.padan.agreement.rendering;

import id.padan.agreement.inputs.MatchingInputs;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;

/** A berita acara as text. */
final class MatchingPage extends Page {

    private final MatchingInputs inputs;

    private MatchingPage(MatchingInputs inputs, String css, String inputsSha256) {
        super(inputs, css, inputsSha256);
        this.inputs = inputs;
    }

    static MatchingPage of(MatchingInputs inputs, String css, String inputsSha256) {
        return new MatchingPage(inputs, css, inputsSha256);
    }

    public record SourceRow(
            String number,
            String name,
            String sha1,
            String sha2,
            String rows,
            String asOf,
            String data,
            String batch,
            String leaf,
            String index,
            String provenAt) {}

    public record ProvinceRow(String name, String matched, String registered, String percent) {}

    public record FollowUpRow(String number, String action, String responsible, String due) {}

    public String getProgramme() {
        var programme = inputs.programme();
        return "PROGRAM " + programme.name().toUpperCase(Locale.ROOT) + " (" + programme.code() + ")";
    }

    public List<String> getBasis() {
        var legal = inputs.programme().legalBasis();
        return basis(
                "Pasal 3 ayat (1) huruf b, Pasal 3 ayat (2) huruf c, huruf d, dan huruf f, serta Pasal 4 ayat (1) huruf d",
                legal == null ? List.of() : List.of(legal));
    }

    public List<SourceRow> getSources() {
        var rows = new ArrayList<SourceRow>();
        for (var source : inputs.sources()) {
            rows.add(new SourceRow(
                    Integer.toString(rows.size() + 1),
                    source.fileName(),
                    source.sha256().substring(0, 32),
                    source.sha256().substring(32),
                    Indonesian.grouped(source.counts().received()),
                    Indonesian.date(source.asOf()),
                    between(source.dataOldest(), source.dataNewest()),
                    source.batchId().toString(),
                    source.leaf().toString(),
                    Indonesian.grouped(source.logIndex()),
                    Indonesian.time(source.provenAt())));
        }
        return rows;
    }

    private static String between(LocalDate oldest, LocalDate newest) {
        if (oldest == null || newest == null) {
            return "menurut jawaban";
        }
        return oldest.equals(newest)
                ? Indonesian.date(oldest)
                : Indonesian.date(oldest) + " s.d. " + Indonesian.date(newest);
    }

    public String getMappings() {
        var mappings = new TreeSet<String>();
        inputs.sources().forEach(source -> mappings.addAll(source.mappingVersions()));
        return mappings.isEmpty()
                ? "kedudukan hukum yang tercantum pada setiap jawaban"
                : "kedudukan hukum versi " + String.join(", ", mappings);
    }

    public List<Line> getResult() {
        var c = inputs.total();
        return List.of(
                line("1", "Data diterima", c.received(), c.received(), true, false),
                line("2", "Gagal format", c.badFormat(), c.received(), false, false),
                line("3", "NIK ganda dalam berkas", c.duplicates(), c.received(), false, false),
                line("4", "Dipadankan (unik dalam berkas)", c.matched(), c.received(), true, false),
                line("5", "\u201ctercatat sebagai ASN aktif\u201d", c.active(), c.matched(), false, true),
                line("6", "\u201ctercatat sebagai ASN tidak aktif\u201d", c.inactive(), c.matched(), false, true),
                line("7", "\u201ctercatat sebagai ASN pensiun\u201d", c.retired(), c.matched(), false, true),
                line("8", "\u201ctidak ditemukan\u201d", c.notFound(), c.matched(), false, true),
                line("9", "Tidak terproses/galat (tanpa keterangan)", c.notProcessed(), c.matched(), false, true));
    }

    public Chart getChart() {
        var c = inputs.total();
        return chart(
                "Data yang dipadankan menurut keterangan (jumlah baris)",
                List.of("ASN aktif", "ASN tidak aktif", "ASN pensiun", "Tidak ditemukan", "Tidak terproses"),
                List.of(c.active(), c.inactive(), c.retired(), c.notFound(), c.notProcessed()));
    }

    public String getRejected() {
        var words = new ArrayList<String>();
        for (var rule : List.of("NIK_SPREADSHEET_DAMAGE", "NIK_FORMAT", "NIK_IMPOSSIBLE", "NIK_DATE")) {
            long rows = inputs.sources().stream()
                    .mapToLong(source -> source.rejected().getOrDefault(rule, 0L))
                    .sum();
            if (rows > 0) {
                words.add(ruleName(rule) + " " + Indonesian.grouped(rows));
            }
        }
        return String.join("; ", words);
    }

    private static String ruleName(String rule) {
        return switch (rule) {
            case "NIK_SPREADSHEET_DAMAGE" -> "rusak oleh lembar sebar";
            case "NIK_FORMAT" -> "bukan 16 angka";
            case "NIK_IMPOSSIBLE" -> "kode wilayah atau urutan mustahil";
            default -> "tanggal lahir pada NIK tidak sah";
        };
    }

    /** Empty for one file: its row would repeat the table above. */
    public List<List<String>> getPerFile() {
        if (inputs.sources().size() < 2) {
            return List.of();
        }
        var rows = new ArrayList<List<String>>();
        for (var source : inputs.sources()) {
            var c = source.counts();
            var cells = new ArrayList<String>();
            cells.add(Integer.toString(rows.size() + 1));
            for (long count : new long[] {
                c.received(),
                c.badFormat(),
                c.duplicates(),
                c.matched(),
                c.active(),
                c.inactive(),
                c.retired(),
                c.notFound(),
                c.notProcessed()
            }) {
                cells.add(Indonesian.grouped(count));
            }
            rows.add(cells);
        }
        return rows;
    }

    public List<ProvinceRow> getProvinces() {
        return inputs.provinces().stream()
                .map(row -> new ProvinceRow(
                        row.province(),
                        Indonesian.grouped(row.matched()),
                        Indonesian.grouped(row.registered()),
                        Indonesian.percent(row.registered(), row.matched())))
                .toList();
    }

    @Override
    public List<String> getNotes() {
        var notes = new ArrayList<>(super.getNotes());
        long partly = inputs.sources().stream()
                .filter(source -> source.state().equals("COMPLETED_PARTLY"))
                .count();
        if (partly > 0) {
            notes.add("Sebanyak " + partly
                    + " berkas selesai sebagian; barisnya yang belum dijawab tercantum pada angka 9.");
        }
        inputs.sources().stream()
                .map(MatchingInputs.Source::coverage)
                .filter(Objects::nonNull)
                .distinct()
                .map(MatchingPage::coverage)
                .forEach(notes::add);
        inputs.coordinations().stream().map(MatchingPage::coordination).forEach(notes::add);
        return notes;
    }

    private static String coordination(MatchingInputs.Coordination one) {
        var state =
                switch (one.state()) {
                    case "CLOSED" -> "selesai dan ditutup Para Pihak";
                    case "ACKNOWLEDGED" -> "hasil telah diterima PIHAK KEDUA";
                    case "COMMENTED" -> "hasil ditanggapi PIHAK KEDUA";
                    case "SUBMITTED" -> "hasil telah disampaikan PIHAK KESATU";
                    default -> "belum disampaikan";
                };
        return "Koordinasi hasil (Pasal 3 ayat (2) huruf d) atas daftar " + one.batchId() + ": nomor "
                + one.coordinationId() + ", " + state + " per " + Indonesian.time(one.at()) + ".";
    }

    private static String coverage(MatchingInputs.Coverage coverage) {
        return "Cakupan NIK: " + Indonesian.grouped(coverage.validNik()) + " dari "
                + Indonesian.grouped(coverage.records()) + " data ASN pada SIASN ("
                + Indonesian.percent(coverage.validNik(), coverage.records())
                + ") memiliki NIK yang valid, dihitung " + Indonesian.date(coverage.countedOn())
                + "; selebihnya tidak dapat ditemukan menurut NIK.";
    }

    public List<FollowUpRow> getFollowUp() {
        var rows = new ArrayList<FollowUpRow>();
        for (var followUp : inputs.followUp()) {
            rows.add(new FollowUpRow(
                    Integer.toString(rows.size() + 1),
                    followUp.action(),
                    followUp.responsible(),
                    Indonesian.date(followUp.due())));
        }
        return rows;
    }
}
