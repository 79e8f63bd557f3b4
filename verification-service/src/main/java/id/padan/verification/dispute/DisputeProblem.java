package id.padan.verification.dispute;

import id.padan.platform.problem.ProblemCode;

enum DisputeProblem implements ProblemCode {
    RECEIPT_NOT_GENUINE(422, "The receipt does not prove itself", "Tanda terima tidak terbukti asli"),
    DISPUTE_OPEN(409, "This answer is disputed already", "Jawaban ini sudah disengketakan"),
    PERSON_NEEDED(403, "A named person must do this", "Harus dilakukan oleh orang yang disebut namanya"),
    SAME_PERSON(403, "Another person must do this", "Harus dilakukan oleh orang lain");

    private final int status;
    private final String titleEn;
    private final String titleId;

    DisputeProblem(int status, String titleEn, String titleId) {
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
