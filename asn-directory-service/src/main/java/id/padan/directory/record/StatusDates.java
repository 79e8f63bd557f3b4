package id.padan.directory.record;

import java.time.LocalDate;
import java.util.Set;

/**
 * Since when a record's legal status holds, as far as SIASN says it: {@code data-utama} has no date of its own for
 * {@code kedudukanPnsId}, but most codes have one that belongs to them (domain.md 2.3 rule 6).
 */
final class StatusDates {
    static final Set<String> PENSIONED = Set.of("88", "98", "99");
    private static final Set<String> ON_LEAVE = Set.of("02", "13");
    /** The ordinary status of who serves: it began with the appointment, unless another is known to lie between. */
    private static final Set<String> SERVING = Set.of("01", "71");

    private StatusDates() {}

    /** Of a record met for the first time: from when its status is known, never after its data. */
    static LocalDate first(AsnRecord asn, LocalDate dataDate) {
        LocalDate own = own(asn);
        return notAfter(own == null ? appointment(asn) : own, dataDate);
    }

    /** Of a record whose status was another one, which held since {@code before}. */
    static LocalDate changed(AsnRecord asn, LocalDate before, LocalDate dataDate) {
        LocalDate own = own(asn);
        LocalDate appointment = own == null ? appointment(asn) : null;
        return notAfter(appointment != null && appointment.isAfter(before) ? appointment : own, dataDate);
    }

    /** Of a record with the same status as before: where its date has been corrected, that one. */
    static LocalDate corrected(AsnRecord asn, LocalDate before, boolean isFirst, LocalDate dataDate) {
        LocalDate own = own(asn);
        LocalDate date = own == null && isFirst ? appointment(asn) : own;
        return date == null || date.isAfter(dataDate) ? before : date;
    }

    /** The date that belongs to the code alone; null if there is none or the record does not say it. */
    private static LocalDate own(AsnRecord asn) {
        return own(asn.statusCode(), asn.deceased(), asn.retirementDate(), asn.internal());
    }

    /** The same of a stored record. */
    static LocalDate own(String code, boolean deceased, LocalDate retirementDate, String internal) {
        if (code != null && PENSIONED.contains(code)) {
            return retirementDate;
        }
        if (deceased) {
            return date(internal, Element.TGL_MENINGGAL);
        }
        return code != null && ON_LEAVE.contains(code) ? date(internal, Element.TGL_AWAL_CLTN) : null;
    }

    private static LocalDate appointment(AsnRecord asn) {
        if (asn.deceased() || asn.statusCode() == null || !SERVING.contains(asn.statusCode())) {
            return null;
        }
        return appointment(asn.elements(), asn.internal());
    }

    /** When somebody first served, as far as the stored record says it; null if it does not. */
    static LocalDate appointment(String elements, String internal) {
        LocalDate date = date(elements, Element.TMT_PPPK);
        if (date == null) {
            date = date(elements, Element.TMT_CPNS);
        }
        if (date == null) {
            date = date(elements, Element.TMT_PNS);
        }
        return date == null ? date(internal, Element.TGL_AWAL_KONTRAK) : date;
    }

    private static LocalDate notAfter(LocalDate date, LocalDate dataDate) {
        return date == null || date.isAfter(dataDate) ? dataDate : date;
    }

    /** A date out of the stored JSON, which nothing but the reader writes; null if it is not there. */
    static LocalDate date(String json, Element element) {
        String name = '"' + element.siasn + "\":\"";
        int at = json.indexOf(name) + name.length();
        return at < name.length() ? null : RecordReader.date(json.substring(at, at + 10));
    }
}
