package id.padan.verification.standing;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.verification.answer.Answer;
import id.padan.verification.list.RowAnswers;
import id.padan.verification.list.RowStatus;
import id.padan.verification.projection.Finding;

/**
 * What is said of a row: an answer, or that the mapping does not know the code.
 *
 * @param status ANSWERED or STATUS_UNMAPPED
 * @param answer null when unmapped
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RowState(RowStatus status, Answer answer) {
    private static final int UNMAPPED = Answer.values().length;

    static RowState of(int code) {
        return code == UNMAPPED
                ? new RowState(RowStatus.STATUS_UNMAPPED, null)
                : new RowState(RowStatus.ANSWERED, Answer.values()[code]);
    }

    static int code(Finding finding) {
        return finding.mapped() == null ? UNMAPPED : finding.mapped().ordinal();
    }

    static int code(RowAnswers answers, int index) {
        return answers.status(index) == RowStatus.ANSWERED
                ? answers.answer(index).ordinal()
                : UNMAPPED;
    }

    static String name(int code) {
        return code == UNMAPPED ? RowStatus.STATUS_UNMAPPED.name() : Answer.values()[code].name();
    }
}
