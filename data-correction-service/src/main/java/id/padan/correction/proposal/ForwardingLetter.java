package id.padan.correction.proposal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The text of the letter to the agency that owns a record. It names the person by NIP and never by NIK. */
final class ForwardingLetter {

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.forLanguageTag("id-ID"));

    private ForwardingLetter() {}

    static String of(Proposal proposal, Values values) {
        boolean numberOfAPerson = proposal.element().equals("A-04");
        return """
                SURAT PENERUSAN USULAN PERBAIKAN DATA
                Nomor usulan : %s
                Tanggal      : %s

                Kepada Yth. Pejabat Pengelola Kepegawaian
                %s

                Berdasarkan Perjanjian Kerja Sama Pasal 3 ayat (2) huruf e dan Pasal 4 ayat (2) huruf f, kami meneruskan usulan
                perbaikan data berikut, karena data dimaksud menjadi kewenangan instansi Saudara.

                NIP              : %s
                Elemen           : %s (%s)
                Nilai sekarang   : %s
                Nilai seharusnya : %s
                Indikator        : %s
                Catatan          : %s

                Mohon diusulkan melalui SIASN sesuai dengan ketentuan peraturan perundang-undangan, dan hasilnya disampaikan kepada kami.

                Hormat kami,
                %s
                """.formatted(
                        proposal.id(),
                        DAY.format(LocalDate.ofInstant(proposal.changedAt(), JAKARTA)),
                        proposal.resolver(),
                        proposal.nip(),
                        proposal.element(),
                        proposal.field(),
                        numberOfAPerson ? "(lihat berkas tersegel)" : text(values.present()),
                        numberOfAPerson ? "(lihat berkas tersegel)" : text(values.proposed()),
                        text(proposal.indicator()),
                        text(proposal.reasonText()),
                        proposal.receiver().equals("bkn")
                                ? "Badan Kepegawaian Negara"
                                : "Kementerian Ketenagakerjaan Republik Indonesia");
    }

    private static String text(String value) {
        return value == null ? "-" : value;
    }
}
