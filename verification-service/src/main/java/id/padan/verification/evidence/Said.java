package id.padan.verification.evidence;

import id.padan.verification.answer.Answer;
import id.padan.verification.list.RowStatus;

/** What was said of a row, as a code of 4 bits: answers 0 to 3, statuses from 4 (4 + {@link RowStatus#ordinal()}). */
record Said(RowStatus status, Answer answer) {
    private static final int STATUSES = Answer.values().length;

    static int code(RowStatus status, Answer answer) {
        return status == RowStatus.ANSWERED ? answer.ordinal() : STATUSES + status.ordinal();
    }

    /** @throws IllegalArgumentException if there is no such code */
    static Said of(int code) {
        if (code < STATUSES) {
            return new Said(RowStatus.ANSWERED, Answer.values()[code]);
        }
        if (code - STATUSES >= RowStatus.values().length) {
            throw new IllegalArgumentException("unknown code in evidence");
        }
        return new Said(RowStatus.values()[code - STATUSES], null);
    }
}
