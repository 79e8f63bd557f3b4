package id.padan.agreement.acting;

import id.padan.platform.problem.ProblemCode;

/** What can be wrong with an act under an agreement. */
public enum AgreementProblem implements ProblemCode {
    PERSON_NEEDED(403, "A named person has to do this", "Tindakan ini harus dilakukan oleh orang yang disebut namanya"),
    SECOND_PERSON_NEEDED(403, "Another person has to do this", "Tindakan ini harus dilakukan oleh orang lain"),
    ALREADY_APPROVED(409, "This party has approved already", "Pihak ini sudah menyetujui"),
    ADDENDUM_INVALID(400, "The addendum is not an agreement that can be obeyed", "Adendum belum dapat dilaksanakan"),
    ADDENDUM_PAST(409, "The effective date is past or too near", "Tanggal berlaku sudah lewat atau terlalu dekat"),
    ADDENDUM_OVERLAPS(409, "Another version stands in the way", "Ada versi lain yang menghalangi"),
    PROGRAMME_EXISTS(409, "The programme's code is taken", "Kode program sudah dipakai"),
    RULE_MISSING(409, "The programme has no rule for this answer", "Program belum memiliki aturan untuk jawaban ini"),
    RULE_CONTRADICTS(409, "The rule table says otherwise", "Tabel aturan menyatakan lain"),
    TERM_RUNNING(409, "The agreement has not ended", "Perjanjian belum berakhir");

    private final int status;
    private final String titleEn;
    private final String titleId;

    AgreementProblem(int status, String titleEn, String titleId) {
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
