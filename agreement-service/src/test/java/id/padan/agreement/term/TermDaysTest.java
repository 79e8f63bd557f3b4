package id.padan.agreement.term;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.agreement.document.AgreementFile;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Days are those of Asia/Jakarta, wherever the service runs. */
class TermDaysTest {

    private static final Instant UNTIL =
            OffsetDateTime.parse("2027-08-16T00:00:00+07:00").toInstant();

    @Test
    void theLastSecondOfTheTermBelongsToIt() {
        AgreementFile.Term term = new AgreementFile.Term(
                OffsetDateTime.parse("2024-08-15T00:00:00+07:00"),
                OffsetDateTime.parse("2027-08-15T17:00:00Z"),
                "Ps 6(1)");

        TermResource.View last = TermResource.view(term, at("2027-08-15T23:59:59+07:00"), List.of(), List.of());
        assertThat(last.state()).isEqualTo(TermResource.State.RUNNING);
        assertThat(last.lastDay()).isEqualTo(LocalDate.parse("2027-08-15"));
        assertThat(last.daysLeft()).isZero();
        assertThat(last.noticeDeadline()).isEqualTo(LocalDate.parse("2027-07-15"));

        TermResource.View after = TermResource.view(term, at("2027-08-16T00:00:00+07:00"), List.of(), List.of());
        assertThat(after.state()).isEqualTo(TermResource.State.ENDED);
        assertThat(after.daysLeft()).isNull();
    }

    @Test
    void aNoticeIsInTimeUntilTheLastSecondOfItsDayAndOneDayLateAfterIt() {
        LocalDate deadline = LegalDays.noticeDeadline(LegalDays.lastDay(UNTIL));

        assertThat(deadline).isEqualTo(LocalDate.parse("2027-07-15"));
        assertThat(LegalDays.daysLate(deadline, at("2027-07-15T23:59:59+07:00")))
                .isZero();
        assertThat(LegalDays.daysLate(deadline, at("2027-07-16T00:00:00+07:00")))
                .isEqualTo(1);
        assertThat(LegalDays.daysLate(deadline, at("2027-07-15T17:00:00Z"))).isEqualTo(1);
    }

    @Test
    void alarmsComeNinetySixtyAndThirtyDaysBeforeAndNoneAfter() {
        assertThat(TermAlarms.due(UNTIL, at("2027-05-17T23:59:59+07:00"))).isEmpty();
        assertThat(TermAlarms.due(UNTIL, at("2027-05-18T00:00:00+07:00"))).containsExactly(90);
        assertThat(TermAlarms.due(UNTIL, at("2027-06-17T00:00:00+07:00"))).containsExactly(90, 60);
        assertThat(TermAlarms.due(UNTIL, at("2027-07-17T00:00:00+07:00"))).containsExactly(90, 60, 30);
        assertThat(TermAlarms.due(UNTIL, at("2027-08-15T23:59:59+07:00"))).containsExactly(90, 60, 30);
        assertThat(TermAlarms.due(UNTIL, UNTIL)).isEmpty();
    }

    @Test
    void destructionIsDueThirtyDaysAfterTheLastDayAndHeldByALegalHold() {
        LocalDate due = LegalDays.lastDay(UNTIL).plusDays(Destructions.DAYS);

        assertThat(due).isEqualTo(LocalDate.parse("2027-09-14"));
        assertThat(state("2027-08-15T23:59:59+07:00", false, false, false)).isEqualTo(Destructions.State.NOT_DUE);
        assertThat(state("2027-09-14T23:59:59+07:00", true, false, false)).isEqualTo(Destructions.State.DUE);
        assertThat(state("2027-09-15T00:00:00+07:00", true, false, false)).isEqualTo(Destructions.State.OVERDUE);
        assertThat(state("2027-09-15T00:00:00+07:00", true, false, true)).isEqualTo(Destructions.State.HELD);
        assertThat(state("2027-09-15T00:00:00+07:00", true, true, true)).isEqualTo(Destructions.State.SIGNED);
    }

    private static Destructions.State state(String at, boolean ended, boolean signed, boolean held) {
        return Destructions.state(at(at), ended, signed, held, LocalDate.parse("2027-09-14"));
    }

    private static Instant at(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }
}
