package id.padan.agreement.rendering;

import id.padan.agreement.inputs.UsageFigures;
import id.padan.agreement.inputs.UsageInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A laporan as text. */
final class UsagePage extends Page {

    private final UsageInputs inputs;

    private UsagePage(UsageInputs inputs, String css, String inputsSha256) {
        super(inputs, css, inputsSha256);
        this.inputs = inputs;
    }

    static UsagePage of(UsageInputs inputs, String css, String inputsSha256) {
        return new UsagePage(inputs, css, inputsSha256);
    }

    public record ServiceRow(
            String number,
            String name,
            String elements,
            String basis,
            String disclosures,
            String subjects,
            boolean sum) {}

    public record ClientRow(String number, String name, String disclosures, String subjects, boolean sum) {}

    public record ToldPart(String title, List<String> lines) {}

    public record LogRow(String name, String first, String last) {}

    public String getPeriod() {
        return getPeriodText().toUpperCase(Locale.ROOT);
    }

    public String getPeriodText() {
        return Indonesian.date(inputs.from()) + " sampai dengan " + Indonesian.date(inputs.until());
    }

    public String getRecipient() {
        return "Badan Kepegawaian Negara";
    }

    public List<String> getBasis() {
        return basis("Pasal 3 ayat (2) huruf f, Pasal 4 ayat (1) huruf d, dan Pasal 7", List.of());
    }

    public List<ServiceRow> getServices() {
        var rows = new ArrayList<ServiceRow>();
        long disclosures = 0;
        long subjects = 0;
        for (var s : inputs.figures().services()) {
            disclosures += s.disclosures();
            subjects += s.subjects();
            rows.add(new ServiceRow(
                    Integer.toString(rows.size() + 1),
                    service(s.service()) + " \u2013 " + dataset(s.dataset()),
                    String.join(", ", s.elements()),
                    purpose(orEmpty(s.purpose())) + (s.clause() == null ? "" : " (" + s.clause() + ")"),
                    Indonesian.grouped(s.disclosures()),
                    Indonesian.grouped(s.subjects()),
                    false));
        }
        rows.add(new ServiceRow(
                "", "Jumlah", "", "", Indonesian.grouped(disclosures), Indonesian.grouped(subjects), true));
        return rows;
    }

    public Chart getChart() {
        return chart(
                "Baris yang diungkapkan per bulan",
                inputs.figures().months().stream()
                        .map(month -> Indonesian.month(month.month()))
                        .toList(),
                inputs.figures().months().stream()
                        .map(UsageFigures.Month::subjects)
                        .toList());
    }

    public List<Line> getResult() {
        return lines("NIK dalam daftar yang dipadankan", inputs.figures().answers());
    }

    /** Empty for a report of a time when single checks' answers were not counted: its file stays as it was. */
    public List<Line> getChecks() {
        var checks = inputs.figures().checks();
        return checks == null ? List.of() : lines("NIK yang dikonfirmasi satuan", checks);
    }

    private List<Line> lines(String asked, UsageFigures.Answers a) {
        return List.of(
                line("1", asked, a.asked(), a.asked(), true, false),
                line("2", "\u201ctercatat sebagai ASN aktif\u201d", a.active(), a.asked(), false, true),
                line("3", "\u201ctercatat sebagai ASN tidak aktif\u201d", a.inactive(), a.asked(), false, true),
                line("4", "\u201ctercatat sebagai ASN pensiun\u201d", a.retired(), a.asked(), false, true),
                line("5", "\u201ctidak ditemukan\u201d", a.notFound(), a.asked(), false, true),
                line("6", "Tidak terproses/galat (tanpa keterangan)", a.notProcessed(), a.asked(), false, true));
    }

    public Chart getChart2() {
        var a = inputs.figures().answers();
        return chart(
                "NIK dalam daftar menurut keterangan (jumlah)",
                List.of("ASN aktif", "ASN tidak aktif", "ASN pensiun", "Tidak ditemukan", "Tidak terproses"),
                List.of(a.active(), a.inactive(), a.retired(), a.notFound(), a.notProcessed()));
    }

    public List<ClientRow> getClients() {
        var rows = new ArrayList<ClientRow>();
        long disclosures = 0;
        long subjects = 0;
        for (var c : inputs.figures().clients()) {
            disclosures += c.disclosures();
            subjects += c.subjects();
            rows.add(new ClientRow(
                    Integer.toString(rows.size() + 1),
                    c.client(),
                    Indonesian.grouped(c.disclosures()),
                    Indonesian.grouped(c.subjects()),
                    false));
        }
        rows.add(new ClientRow("", "Jumlah", Indonesian.grouped(disclosures), Indonesian.grouped(subjects), true));
        return rows;
    }

    public List<ToldPart> getTold() {
        var told = inputs.told();
        return List.of(
                new ToldPart("Manfaat yang diperoleh", told.benefits()),
                new ToldPart("Insiden dan penanganannya", told.incidents()),
                new ToldPart("Langkah pengamanan", told.security()),
                new ToldPart("Kendala", told.obstacles()),
                new ToldPart("Rencana periode berikutnya", told.plan()));
    }

    public List<LogRow> getLogs() {
        return inputs.figures().logs().stream()
                .map(log -> new LogRow(
                        service(log.service()), Indonesian.grouped(log.first()), Indonesian.grouped(log.last())))
                .toList();
    }

    // What has no name here is named as the register names it.
    private static String service(String id) {
        return switch (id) {
            case "verification" -> "Verifikasi";
            case "asn-directory" -> "Direktori ASN";
            case "casn", "casn-aggregate" -> "Agregat CASN";
            case "corrections", "data-correction" -> "Perbaikan data";
            case "agreements" -> "Perjanjian";
            default -> id;
        };
    }

    private static String dataset(String id) {
        return switch (id) {
            case "nik-confirmation" -> "konfirmasi status ASN berdasarkan NIK";
            case "asn-record" -> "data ASN menurut Lampiran";
            case "asn-reference" -> "referensi kepegawaian";
            case "casn-aggregate" -> "data agregat pendaftar seleksi CASN";
            case "functional-position" -> "data jabatan fungsional";
            default -> id;
        };
    }

    private static String purpose(String id) {
        return switch (id) {
            case "AID_VERIFICATION" -> "Verifikasi dan validasi data calon penerima bantuan pemerintah";
            case "ASN_GUIDANCE" -> "Pembinaan manajemen ASN";
            case "LABOUR_MARKET_INFORMATION" -> "Penguatan informasi pasar kerja";
            default -> id;
        };
    }
}
