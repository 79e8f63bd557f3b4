package id.padan.directory.record;

import java.time.LocalDate;
import java.util.UUID;

/**
 * One record as it is stored.
 *
 * @param nik the NIK's number, or -1 when SIASN has none
 * @param nikValid SIASN's {@code validNik}; null when it does not say
 * @param statusCode {@code kedudukanPnsId}, two digits; null when empty
 * @param elements JSON object of annex elements in SIASN names, dates as {@code dd-MM-yyyy}; without NIK
 * @param internal JSON object of class I values
 * @param agency {@code instansiKerjaId}; null when empty, as the next two
 * @param homeAgency {@code instansiIndukId}
 * @param position {@code jabatanFungsionalId}
 * @param hash of all content but the NIK, so that an unchanged record makes no event
 */
public record AsnRecord(
        String id,
        String nip,
        long nik,
        Boolean nikValid,
        String name,
        LocalDate birthDate,
        String statusCode,
        boolean deceased,
        LocalDate retirementDate,
        String elements,
        String internal,
        boolean hasEmail,
        boolean hasPhone,
        String agency,
        String homeAgency,
        String position,
        UUID hash) {

    public static final long NO_NIK = -1;

    /** Never the content. */
    @Override
    public String toString() {
        return "AsnRecord[" + id + "]";
    }
}
