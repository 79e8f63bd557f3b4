package id.padan.cli.sample;

import java.util.List;

/**
 * What verification has to answer, told from the sample's own knowledge: the mapping of domain 2.2, a deceased active record as
 * inactive (2.3 rule 8), and the precedence for several records of one NIK (2.3 rule 3).
 */
final class Oracle {
    private Oracle() {}

    /** Answer to a NIK, or that none may be given because the mapping does not know a code. */
    enum Verdict {
        ACTIVE(Answer.ACTIVE),
        INACTIVE(Answer.INACTIVE),
        RETIRED(Answer.RETIRED),
        NOT_FOUND(Answer.NOT_FOUND),
        UNMAPPED(null);

        private final Answer answer;

        Verdict(Answer answer) {
            this.answer = answer;
        }

        /** The row's status on the wire. */
        String status() {
            return answer == null ? "STATUS_UNMAPPED" : "ANSWERED";
        }

        /** The row's answer on the wire, empty when there is none. */
        String answer() {
            return answer == null ? "" : answer.name();
        }
    }

    static Verdict of(LegalStatus status, boolean deceased) {
        return status.answer()
                .map(answer -> deceased && answer == Answer.ACTIVE ? Verdict.INACTIVE : Verdict.valueOf(answer.name()))
                .orElse(Verdict.UNMAPPED);
    }

    /** One NIK, several records: active wins; else an unknown code forbids an answer; else inactive, retired, not found. */
    static Verdict of(List<Verdict> records) {
        for (Verdict verdict : List.of(Verdict.ACTIVE, Verdict.UNMAPPED, Verdict.INACTIVE, Verdict.RETIRED)) {
            if (records.contains(verdict)) {
                return verdict;
            }
        }
        return Verdict.NOT_FOUND;
    }
}
