package id.padan.agreement.guidance;

import id.padan.platform.clock.Deadline;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Guidance in one half-year, for the report of use.
 *
 * @param asked questions asked in the period
 * @param answered answers given in it
 * @param inTime of those, before their clock ended
 * @param waiting asked in the period and still without an answer
 * @param hours that its answers took
 */
record GuidanceReport(String period, int asked, int answered, int inTime, int waiting, int closed, BigDecimal hours) {

    /** @param dueOf when the clock of a question asked at a moment ends */
    static GuidanceReport of(String period, List<Guidance> all, Function<Instant, Instant> dueOf) {
        int asked = 0;
        int answered = 0;
        int inTime = 0;
        int waiting = 0;
        int closed = 0;
        BigDecimal hours = BigDecimal.ZERO;
        for (Guidance guidance : all) {
            for (GuidanceDuties.Question question : GuidanceDuties.questions(guidance)) {
                if (isIn(period, question.askedAt())) {
                    asked++;
                    waiting += question.answeredAt() == null ? 1 : 0;
                }
                if (question.answeredAt() != null && isIn(period, question.answeredAt())) {
                    answered++;
                    inTime += question.answeredAt().isBefore(dueOf.apply(question.askedAt())) ? 1 : 0;
                }
            }
            for (Guidance.Turn turn : guidance.turns()) {
                if (turn.isAnswer() && isIn(period, turn.at())) {
                    hours = hours.add(turn.hours());
                }
            }
            closed += guidance instanceof Guidance.Closed end && isIn(period, end.closedAt()) ? 1 : 0;
        }
        return new GuidanceReport(period, asked, answered, inTime, waiting, closed, hours);
    }

    /** Half-years end at midnight in Jakarta. */
    private static boolean isIn(String period, Instant at) {
        var day = Deadline.dayOf(at);
        return period.equals(day.getYear() + "-H" + (day.getMonthValue() <= 6 ? 1 : 2));
    }
}
