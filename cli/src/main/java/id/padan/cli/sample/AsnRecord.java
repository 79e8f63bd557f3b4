package id.padan.cli.sample;

import id.padan.cli.sample.Oracle.Verdict;

/**
 * One record of a synthetic register.
 *
 * @param person whom name, birth date and NIP are about
 * @param nikOwner whose NIK stands in the record; another person where two share one
 * @param nameOf position that names the person; the same for two records of one person
 * @param appointed month of the first appointment as {@code yyyyMM}
 * @param hasNik false where SIASN's field is empty
 * @param nikValid SIASN's {@code validNik}
 */
record AsnRecord(
        long index,
        Person person,
        Person nikOwner,
        long nameOf,
        boolean contract,
        LegalStatus status,
        boolean deceased,
        int appointed,
        long nip,
        boolean hasNik,
        boolean nikValid) {

    Verdict verdict() {
        return Oracle.of(status, deceased);
    }
}
