package id.padan.correction.proposal;

import id.padan.platform.problem.ProblemCode;

/** What can be wrong with a proposal, alone or as a row of a list, and with a step. */
public enum ProposalProblem implements ProblemCode {
    ROW_UNREADABLE(400, "The row cannot be read", "Baris tidak dapat dibaca"),
    NIP_INVALID(400, "The NIP is not 18 digits", "NIP bukan 18 angka"),
    ELEMENT_UNKNOWN(400, "The element is no code of the annex", "Elemen bukan kode pada Lampiran"),
    ELEMENT_OUTSIDE_ANNEX(
            403, "The annex in force does not have this element", "Lampiran yang berlaku tidak memuat elemen ini"),
    FIELD_UNKNOWN(400, "The element has no such field", "Elemen tidak memiliki isian tersebut"),
    VALUE_MISSING(400, "The value that it should be is missing", "Nilai seharusnya belum disebutkan"),
    VALUE_INVALID(400, "The value is not one that this element can have", "Nilai tidak mungkin untuk elemen ini"),
    INDICATOR_UNKNOWN(400, "The indicator is not known", "Indikator tidak dikenal"),
    NOTHING_TO_CORRECT(400, "The two values are the same", "Kedua nilai sama"),
    PRESENT_VALUE_DIFFERS(
            409, "The record that you were shown has another value", "Data yang Anda terima memuat nilai lain"),
    OUT_OF_SCOPE(
            403,
            "The other party may not read this person or element, so it cannot be asked about it",
            "Pihak lain tidak berhak membaca data ini, sehingga tidak dapat diminta memperbaikinya"),
    OWN_RECORD(
            403,
            "This is your own record, or nobody's to correct here",
            "Ini data Anda sendiri, atau tidak dapat diperbaiki di sini"),
    OTHER_OPEN(
            409,
            "Another proposal about this element of this record is open",
            "Usulan lain untuk elemen data ini masih terbuka"),
    ILLEGAL_STEP(409, "The proposal's state has no such step", "Keadaan usulan tidak memungkinkan langkah ini"),
    NOT_COMPETENT_TO_DECIDE(
            403, "Your party does not decide about this element", "Pihak Anda tidak berwenang memutus elemen ini"),
    THIRD_AGENCY(
            409,
            "The record is a third agency's: forward it (NOT_COMPETENT)",
            "Data milik instansi ketiga: teruskan (NOT_COMPETENT)"),
    ANSWER_NEEDED(
            409,
            "The receiver has not answered with evidence and usul number yet",
            "Penerima belum menjawab dengan bukti dan nomor usul"),
    EVIDENCE_NEEDED(
            409, "An answer needs evidence: upload it first", "Jawaban memerlukan bukti: unggah terlebih dahulu"),
    FOUR_EYES(
            403, "Whoever proposed or answered does not decide", "Yang mengusulkan atau menjawab tidak boleh memutus"),
    PERSON_NEEDED(403, "A person decides, not a program", "Keputusan dibuat oleh orang, bukan program");

    private final int status;
    private final String titleEn;
    private final String titleId;

    ProposalProblem(int status, String titleEn, String titleId) {
        this.status = status;
        this.titleEn = titleEn;
        this.titleId = titleId;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String titleEn() {
        return titleEn;
    }

    @Override
    public String titleId() {
        return titleId;
    }
}
