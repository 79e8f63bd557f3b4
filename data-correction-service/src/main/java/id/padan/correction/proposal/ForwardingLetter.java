package id.padan.correction.proposal;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;

/** The letter to the agency that owns a record, as PDF, for an official to sign and send. It names the person by NIP and never by NIK. */
final class ForwardingLetter {

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.forLanguageTag("id-ID"));

    static {
        // Its messages go past the service's log, and may quote what is laid out.
        XRLog.setLoggingEnabled(false);
    }

    private ForwardingLetter() {}

    static byte[] of(Proposal proposal, Values values) {
        var builder = new PdfRendererBuilder();
        builder.withHtmlContent(page(proposal, values), null);
        builder.useFastMode();
        // Nothing is fetched, whatever a text in it says.
        builder.useExternalResourceAccessControl(
                (uri, type) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
        font(builder, "LiberationSerif-Regular", 400);
        font(builder, "LiberationSerif-Bold", 700);
        builder.withProducer("Padan");
        var file = new ByteArrayOutputStream();
        builder.toStream(file);
        try {
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static void font(PdfRendererBuilder builder, String file, int weight) {
        // Liberation 2, SIL Open Font License 1.1, see NOTICE.
        builder.useFont(
                () -> ForwardingLetter.class.getResourceAsStream("/liberation/" + file + ".ttf"),
                "Liberation Serif",
                weight,
                FontStyle.NORMAL,
                /* subset= */ true);
    }

    private static String page(Proposal proposal, Values values) {
        boolean numberOfAPerson = proposal.element().equals("A-04");
        return """
                <html lang="id"><head><title>Surat penerusan usulan perbaikan data</title><style>
                @page { size: A4; margin: 25mm } body { font: 11pt/1.4 "Liberation Serif" } h1 { font-size: 13pt; text-align: center }
                td { padding: 1mm 4mm 1mm 0; vertical-align: top } .sign { margin: 12mm 0 0 90mm }
                </style></head><body>
                <h1>SURAT PENERUSAN USULAN PERBAIKAN DATA</h1>
                <table><tr><td>Nomor usulan</td><td>%s</td></tr><tr><td>Tanggal</td><td>%s</td></tr></table>
                <p>Kepada Yth. Pejabat Pengelola Kepegawaian<br/>%s</p>
                <p>Berdasarkan Perjanjian Kerja Sama Pasal 3 ayat (2) huruf e dan Pasal 4 ayat (2) huruf f, kami meneruskan usulan perbaikan
                data berikut, karena data dimaksud menjadi kewenangan instansi Saudara.</p>
                <table><tr><td>NIP</td><td>%s</td></tr><tr><td>Elemen</td><td>%s (%s)</td></tr><tr><td>Baris riwayat</td><td>%s</td></tr>
                <tr><td>Nilai sekarang</td><td>%s</td></tr><tr><td>Nilai seharusnya</td><td>%s</td></tr>
                <tr><td>Indikator</td><td>%s</td></tr><tr><td>Catatan</td><td>%s</td></tr></table>
                <p>Mohon diusulkan melalui SIASN sesuai dengan ketentuan peraturan perundang-undangan, dan hasilnya disampaikan kepada kami.</p>
                <div class="sign">Hormat kami,<br/>%s<br/><br/><br/><br/>(............................................)</div>
                </body></html>
                """.formatted(Stream.of(
                        proposal.id().toString(),
                        DAY.format(LocalDate.ofInstant(proposal.changedAt(), JAKARTA)),
                        proposal.resolver(),
                        proposal.nip(),
                        proposal.element(),
                        proposal.field(),
                        proposal.historyRow(),
                        numberOfAPerson ? "(lihat berkas tersegel)" : values.present(),
                        numberOfAPerson ? "(lihat berkas tersegel)" : values.proposed(),
                        proposal.indicator(),
                        proposal.reasonText(),
                        proposal.receiver().equals("bkn")
                                ? "Badan Kepegawaian Negara"
                                : "Kementerian Ketenagakerjaan Republik Indonesia")
                .map(ForwardingLetter::text)
                .toArray());
    }

    private static String text(String value) {
        return value == null
                ? "-"
                : value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
