package id.padan.verification.standing;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.verification.answer.Answer;
import id.padan.verification.list.RowAnswers;
import id.padan.verification.list.RowStatus;
import id.padan.verification.projection.Finding;

/**
 * What is said of a row: an answer, or that the mapping does not know the code, or that nothing is known of the day asked for.
 *
 * @param status ANSWERED, STATUS_UNMAPPED or AS_OF_UNKNOWN
 * @param answer null unless answered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RowState(RowStatus status, Answer answer) {
    private static final int UNMAPPED = Answer.values().length;
    private static final int UNKNOWN = UNMAPPED + 1;

    static RowState of(int code) {
        return code < UNMAPPED
                ? new RowState(RowStatus.ANSWERED, Answer.values()[code])
                : new RowState(code == UNMAPPED ? RowStatus.STATUS_UNMAPPED : RowStatus.AS_OF_UNKNOWN, null);
    }

    static int code(Finding finding) {
        return finding.mapped() == null
                ? withoutAnswer(finding.status())
                : finding.mapped().ordinal();
    }

    static int code(RowAnswers answers, int index) {
        var status = answers.status(index);
        return status == RowStatus.ANSWERED ? answers.answer(index).ordinal() : withoutAnswer(status);
    }

    private static int withoutAnswer(RowStatus status) {
        return status == RowStatus.AS_OF_UNKNOWN ? UNKNOWN : UNMAPPED;
    }

    static String name(int code) {
        return code < UNMAPPED
                ? Answer.values()[code].name()
                : of(code).status().name();
    }
}
