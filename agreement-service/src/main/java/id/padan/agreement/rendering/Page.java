package id.padan.agreement.rendering;

import id.padan.agreement.inputs.MatchingInputs;
import id.padan.agreement.inputs.RecordInputs;
import id.padan.agreement.inputs.RecordInputs.AgreementNaming;
import id.padan.agreement.inputs.RecordInputs.Equation;
import id.padan.agreement.inputs.RecordInputs.Heading;
import id.padan.agreement.inputs.RecordInputs.LogPoint;
import id.padan.agreement.inputs.RecordInputs.Official;
import id.padan.agreement.inputs.UsageInputs;
import io.quarkus.qute.RawString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What both forms show, already as text: forms only place it. Public members are what the templates read. */
sealed class Page permits MatchingPage, UsagePage {

    /** TNI and Polri, and what "tidak ditemukan" means: fixed, whatever the drafter adds. */
    private static final List<String> FIXED_NOTES = List.of(
            "Cakupan: pemadanan meliputi Aparatur Sipil Negara (PNS, CPNS, dan PPPK) yang tercatat pada SIASN Badan Kepegawaian Negara"
                    + " menurut tanggal data yang disebutkan; perubahan data sesudah tanggal tersebut tidak tercakup.",
            "Anggota Tentara Nasional Indonesia (TNI) dan Kepolisian Negara Republik Indonesia (Polri) tidak tercatat pada SIASN."
                    + " Keadaan seseorang sebagai anggota TNI atau Polri tidak dapat disimpulkan dari hasil ini.",
            "Keterangan \u201ctidak ditemukan\u201d berarti NIK tidak ditemukan pada data tersebut dan bukan bukti bahwa yang bersangkutan"
                    + " bukan ASN.",
            "Baris \u201ctidak terproses\u201d dan \u201cgagal format\u201d tidak memperoleh keterangan dan tidak boleh diperlakukan sebagai"
                    + " \u201ctidak ditemukan\u201d.");

    private final RecordInputs inputs;
    private final String css;
    private final String inputsSha256;

    Page(RecordInputs inputs, String css, String inputsSha256) {
        this.inputs = inputs;
        this.css = css;
        this.inputsSha256 = inputsSha256;
    }

    public record Number(String role, String number) {}

    public record Signer(
            String ordinal,
            String role,
            String agency,
            String name,
            String nip,
            String position,
            String basis,
            String end) {}

    public record Balance(String text, String left, String right) {}

    public record Chart(String title, List<Bar> bars) {}

    /** @param width of the bar in percent; null for nothing to draw */
    public record Bar(String label, String value, String width) {}

    public record Line(String number, String label, String count, String percent, boolean sum, boolean indented) {}

    private Heading heading() {
        return inputs.heading();
    }

    private AgreementNaming agreement() {
        return inputs.agreement();
    }

    LogPoint log() {
        return switch (inputs) {
            case MatchingInputs matching -> matching.log();
            case UsageInputs usage -> usage.log();
        };
    }

    public String getTitle() {
        return title();
    }

    String title() {
        return switch (inputs) {
            case MatchingInputs _ -> "Berita Acara Hasil Pemadanan Data";
            case UsageInputs _ -> "Laporan Hasil Pemanfaatan Data ASN";
        };
    }

    public String getSubject() {
        return subject();
    }

    String subject() {
        return title() + " nomor "
                + String.join(
                        " dan ",
                        heading().numbers().stream()
                                .map(RecordInputs.DocumentNumber::number)
                                .toList());
    }

    public RawString getCss() {
        return new RawString(css);
    }

    public String getInputsSha256() {
        return inputsSha256;
    }

    public String getAgency() {
        return heading().letterhead().agency().toUpperCase(Locale.ROOT);
    }

    public String getUnit() {
        var unit = heading().letterhead().unit();
        return unit == null ? "" : unit.toUpperCase(Locale.ROOT);
    }

    public String getAddress() {
        return orEmpty(heading().letterhead().address());
    }

    public String getContact() {
        return orEmpty(heading().letterhead().contact());
    }

    public List<Number> getNumbers() {
        return heading().numbers().stream()
                .map(number -> new Number(number.role(), number.number()))
                .toList();
    }

    public String getSpelledDate() {
        return Indonesian.spelledOut(heading().date());
    }

    public String getFigures() {
        return Indonesian.figures(heading().date());
    }

    public String getPlace() {
        return heading().place();
    }

    public String getReplaces() {
        return orEmpty(heading().replaces());
    }

    public List<Signer> getOfficials() {
        var signers = new ArrayList<Signer>();
        int last = heading().officials().size();
        for (int i = 0; i < last; i++) {
            Official o = heading().officials().get(i);
            signers.add(new Signer(
                    last == 1 ? "" : (i + 1) + ".",
                    o.role(),
                    o.agency(),
                    o.name(),
                    o.nip(),
                    o.position(),
                    orEmpty(o.basis()),
                    last == 1 ? "," : i + 1 < last ? "; dan" : ","));
        }
        return signers;
    }

    /** The agreement itself first, with both its numbers. */
    List<String> basis(String articles, List<String> more) {
        var basis = new ArrayList<String>();
        basis.add(
                "Perjanjian Kerja Sama antara Kementerian Ketenagakerjaan Republik Indonesia dan Badan Kepegawaian Negara"
                        + " Nomor " + String.join(" dan Nomor ", agreement().numbers()) + " tanggal "
                        + Indonesian.date(agreement().signed()) + " tentang "
                        + agreement().title() + ", " + articles + " (versi "
                        + agreement().version() + ").");
        more.stream().map(Page::ended).forEach(basis::add);
        heading().legalBasis().stream().map(Page::ended).forEach(basis::add);
        return basis;
    }

    public List<String> getNotes() {
        var notes = new ArrayList<>(FIXED_NOTES);
        heading().notes().stream().map(Page::ended).forEach(notes::add);
        return notes;
    }

    public List<Balance> getEquations() {
        return inputs.equations().stream()
                .map((Equation e) -> new Balance(e.text(), Indonesian.grouped(e.left()), Indonesian.grouped(e.right())))
                .toList();
    }

    public String getLogOrigin() {
        return log().origin();
    }

    public String getLogSize() {
        return Indonesian.grouped(log().size());
    }

    public String getLogRoot() {
        return log().root();
    }

    public String getLogAt() {
        return Indonesian.time(log().at());
    }

    public String getVerify1() {
        return heading().verifyAt() + "/" + inputs.recordId();
    }

    public String getVerify2() {
        return "/verification?inputs=" + inputsSha256;
    }

    public String getQr() {
        return QrCode.png(getVerify1() + getVerify2());
    }

    static String ended(String sentence) {
        return sentence.endsWith(".") || sentence.endsWith(";") ? sentence : sentence + ".";
    }

    static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    static Line line(String number, String label, long count, long whole, boolean sum, boolean indented) {
        return new Line(number, label, Indonesian.grouped(count), Indonesian.percent(count, whole), sum, indented);
    }

    /** Bars drawn to the largest; the figures stand beside them. */
    static Chart chart(String title, List<String> labels, List<Long> values) {
        long largest = values.stream().mapToLong(Long::longValue).max().orElse(0);
        long whole = values.stream().mapToLong(Long::longValue).sum();
        var bars = new ArrayList<Bar>();
        for (int i = 0; i < labels.size(); i++) {
            long value = values.get(i);
            bars.add(new Bar(
                    labels.get(i),
                    Indonesian.grouped(value) + " (" + Indonesian.percent(value, whole) + ")",
                    value == 0 ? "" : Indonesian.share(value, largest).toPlainString()));
        }
        return new Chart(title, bars);
    }
}
