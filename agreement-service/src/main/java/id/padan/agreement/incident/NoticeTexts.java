package id.padan.agreement.incident;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Notices with what the register knows filled in. UU 27/2022 Art. 46(2) asks for the data, when and how, and what is done about it; what the
 * register cannot know stands in brackets for the officer to write.
 */
final class NoticeTexts {
    private static final DateTimeFormatter INDONESIAN = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy 'pukul' HH.mm 'WIB'", Locale.forLanguageTag("id"))
            .withZone(ZoneId.of("Asia/Jakarta"));
    private static final DateTimeFormatter ENGLISH = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'WIB (UTC+7)'", Locale.ENGLISH)
            .withZone(ZoneId.of("Asia/Jakarta"));

    private NoticeTexts() {}

    /** What the register knows of the reach; null members if nobody has asked for it yet. */
    record Known(long disclosures, long subjects, List<String> elements, List<String> clauses) {}

    static String indonesian(Incident incident, Notice.Recipient recipient, Known known, String agreement) {
        String opening =
                switch (recipient) {
                    case OTHER_PARTY ->
                        "Sesuai Pasal 9 " + agreement + " dengan ini kami beri tahukan insiden berikut.";
                    case AUTHORITY ->
                        "Sesuai Pasal 46 ayat (1) Undang-Undang Nomor 27 Tahun 2022 dengan ini kami beri tahukan kegagalan pelindungan data"
                                + " pribadi berikut.";
                    case SUBJECTS ->
                        "Sesuai Pasal 46 ayat (1) Undang-Undang Nomor 27 Tahun 2022 kami beri tahukan bahwa data pribadi Saudara terdampak"
                                + " insiden berikut.";
                };
        return (incident.drill() ? "LATIHAN - BUKAN INSIDEN NYATA\n\n" : "")
                + opening
                + "\n\nInsiden: " + incident.title()
                + "\nDiketahui: " + show(INDONESIAN, incident.detectedAt())
                + "\nKejadian: " + incident.description()
                + "\nData pribadi yang terungkap: "
                + (known == null
                        ? "[belum dihitung; jalankan blast-radius]"
                        : known.subjects() + " baris data dalam " + known.disclosures() + " pengungkapan; elemen "
                                + join(known.elements()) + "; dasar " + join(known.clauses()))
                + "\nUpaya penanganan dan pemulihan: [diisi pejabat]"
                + "\nNarahubung: [diisi pejabat]"
                + (incident.drill() ? "\n\nLATIHAN - BUKAN INSIDEN NYATA" : "");
    }

    static String english(Incident incident, Notice.Recipient recipient, Known known, String agreement) {
        String opening =
                switch (recipient) {
                    case OTHER_PARTY -> "Under Article 9 of " + agreement + " we inform you of this incident.";
                    case AUTHORITY ->
                        "Under Article 46(1) of Law 27 of 2022 we inform you of this failure to protect personal data.";
                    case SUBJECTS ->
                        "Under Article 46(1) of Law 27 of 2022 we inform you that your personal data are affected by this incident.";
                };
        return (incident.drill() ? "DRILL - NO REAL INCIDENT\n\n" : "")
                + opening
                + "\n\nIncident: " + incident.title()
                + "\nDetected: " + show(ENGLISH, incident.detectedAt())
                + "\nWhat happened: " + incident.description()
                + "\nPersonal data disclosed: "
                + (known == null
                        ? "[not counted yet; run blast-radius]"
                        : known.subjects() + " rows in " + known.disclosures() + " disclosures; elements "
                                + join(known.elements()) + "; under " + join(known.clauses()))
                + "\nWhat is done about it: [the officer writes]"
                + "\nContact: [the officer writes]"
                + (incident.drill() ? "\n\nDRILL - NO REAL INCIDENT" : "");
    }

    private static String show(DateTimeFormatter form, Instant at) {
        return form.format(at);
    }

    private static String join(List<String> words) {
        return words.isEmpty() ? "-" : String.join(", ", words);
    }
}
