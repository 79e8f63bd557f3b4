package id.padan.agreement.obligation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.acting.Seat;
import id.padan.agreement.archive.Attached;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.document.AgreementFile;
import id.padan.platform.clock.Pause;
import id.padan.platform.clock.Unit;
import id.padan.platform.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The duties of the agreement of 15-08-2024 with the packaged rules and holidays. */
class ScheduleTest {
    private static final ObjectMapper JSON = StrictJson.mapper();
    private static final Instant GO_LIVE = at("2026-11-24T09:00:00+07:00");

    private final DutyRules rules = packaged();
    private final Seat table = table();

    @Test
    void theHalfYearsBeginAndEndWithTheTerm() {
        assertThat(reports(GO_LIVE))
                .extracting(duty -> duty.period().label() + " " + duty.period().first() + " "
                        + duty.period().last())
                .containsExactly(
                        "2024-H2 2024-08-15 2024-12-31",
                        "2025-H1 2025-01-01 2025-06-30",
                        "2025-H2 2025-07-01 2025-12-31",
                        "2026-H1 2026-01-01 2026-06-30",
                        "2026-H2 2026-07-01 2026-12-31",
                        "2027-H1 2027-01-01 2027-06-30",
                        "2027-H2 2027-07-01 2027-08-15");
    }

    @Test
    void aReportIsDueTenWorkingDaysAfterItsHalfYear() {
        // 1 January and two weekends do not count.
        assertThat(report("2026-H2", GO_LIVE).dueDay()).isEqualTo("2027-01-15");
        assertThat(report("2026-H2", GO_LIVE).due()).isEqualTo(at("2027-01-16T00:00:00+07:00"));
        assertThat(report("2026-H2", GO_LIVE).holidaysKnown()).isFalse();
        // 27 June 2025 lies before, 1 Muharam; none between.
        assertThat(report("2025-H1", GO_LIVE).dueDay()).isEqualTo("2025-07-14");
        assertThat(report("2025-H1", GO_LIVE).holidaysKnown()).isTrue();
    }

    @Test
    void whatWasDueBeforeTheFirstStartIsNeitherMetNorOverdue() {
        assertThat(reports(GO_LIVE))
                .extracting(duty -> duty.state().state())
                .containsExactly(
                        "BEFORE_GO_LIVE",
                        "BEFORE_GO_LIVE",
                        "BEFORE_GO_LIVE",
                        "BEFORE_GO_LIVE",
                        "OPEN",
                        "NOT_YET",
                        "NOT_YET");
    }

    @Test
    void theLastSecondInJakartaIsInTimeAndTheNextIsNot() {
        assertThat(report("2026-H2", at("2027-01-15T23:59:59+07:00")).state()).isInstanceOf(ObligationState.Open.class);
        assertThat(report("2026-H2", at("2027-01-16T00:00:00+07:00")).state())
                .isEqualTo(new ObligationState.Overdue(at("2027-01-16T00:00:00+07:00")));
        // In UTC this moment still belongs to the day before.
        assertThat(monitoring("2026-H2", "bkn", at("2026-12-31T23:59:59+07:00")).state())
                .isInstanceOf(ObligationState.Open.class);
        assertThat(monitoring("2026-H2", "bkn", at("2026-12-31T17:00:00Z")).state())
                .isInstanceOf(ObligationState.Overdue.class);
    }

    @Test
    void theNoticeOfTheEndIsAskedForUntilAMonthBeforeAndLapses() {
        Obligation notice = find("term-notice.kemnaker", List.of(), Map.of(), GO_LIVE);
        assertThat(notice.dueDay()).isEqualTo("2027-07-15");
        assertThat(find("term-notice.kemnaker", List.of(), Map.of(), at("2027-07-16T00:00:00+07:00"))
                        .state())
                .isInstanceOf(ObligationState.Lapsed.class);
        assertThat(find("destruction-record.bkn", List.of(), Map.of(), GO_LIVE).dueDay())
                .isEqualTo("2027-09-14");
    }

    @Test
    void standingDutiesAreOwedAlwaysAndByTheirPartyOnly() {
        assertThat(find("asn-access.bkn", List.of(), Map.of(), GO_LIVE).state())
                .isInstanceOf(ObligationState.Standing.class);
        assertThat(all(List.of(), Map.of(), GO_LIVE))
                .extracting(Obligation::key)
                .doesNotContain("asn-access.kemnaker");
    }

    @Test
    void everyLetterOfDutyInPasal3And4IsOnTheList() {
        assertThat(all(List.of(), Map.of(), GO_LIVE))
                .extracting(Obligation::clause)
                .contains(
                        "Ps 3(2)a",
                        "Ps 3(2)b",
                        "Ps 3(2)c",
                        "Ps 3(2)d",
                        "Ps 3(2)e",
                        "Ps 3(2)f",
                        "Ps 4(2)a",
                        "Ps 4(2)b",
                        "Ps 4(2)c",
                        "Ps 4(2)d",
                        "Ps 4(2)e",
                        "Ps 4(2)f",
                        "Ps 6(2)",
                        "Ps 7",
                        "Ps 9(10)");
    }

    @Test
    void aReportOverAPeriodWithAForceMajeureIsDueLater() {
        // Five working days stood still: Monday 11 to Friday 15 January 2027.
        var flood = pause("kemnaker", "usage-report", "2027-01-10T08:00:00+07:00", "2027-01-16T08:00:00+07:00");

        Obligation report = find("usage-report.2026-H2.kemnaker", List.of(flood), Map.of(), GO_LIVE);

        assertThat(report.plannedDue()).isEqualTo(at("2027-01-16T00:00:00+07:00"));
        assertThat(report.dueDay()).isEqualTo("2027-01-22");
        assertThat(find("usage-report.2026-H2.kemnaker", List.of(flood), Map.of(), at("2027-01-13T12:00:00+07:00"))
                        .state())
                .isInstanceOf(ObligationState.Paused.class);
        assertThat(find("usage-report.2026-H2.kemnaker", List.of(flood), Map.of(), at("2027-01-18T12:00:00+07:00"))
                        .state())
                .isInstanceOf(ObligationState.Open.class);
    }

    @Test
    void aForceMajeureThatLastsLeavesNoDueDayAndTouchesNobodyElse() {
        var flood = pause("kemnaker", "monitoring.2026-H2.kemnaker", "2026-12-20T08:00:00+07:00", null);
        Instant after = at("2027-03-01T00:00:00+07:00");

        Obligation paused = find("monitoring.2026-H2.kemnaker", List.of(flood), Map.of(), after);
        assertThat(paused.state()).isInstanceOf(ObligationState.Paused.class);
        assertThat(paused.due()).isNull();
        assertThat(paused.plannedDue()).isEqualTo(at("2027-01-01T00:00:00+07:00"));
        assertThat(find("monitoring.2026-H2.bkn", List.of(flood), Map.of(), after)
                        .state())
                .isInstanceOf(ObligationState.Overdue.class);
        assertThat(find("usage-report.2026-H2.kemnaker", List.of(flood), Map.of(), after)
                        .state())
                .isInstanceOf(ObligationState.Overdue.class);
    }

    @Test
    void evidenceSaysWhetherItCameInTime() {
        Instant now = at("2027-02-01T00:00:00+07:00");
        String key = "usage-report.2026-H2.kemnaker";
        assertThat(find(key, List.of(), evidence(key, "2027-01-15", true), now).state())
                .isInstanceOfSatisfying(
                        ObligationState.Met.class, met -> assertThat(met.late()).isFalse());
        assertThat(find(key, List.of(), evidence(key, "2027-01-16", true), now).state())
                .isInstanceOfSatisfying(
                        ObligationState.Met.class, met -> assertThat(met.late()).isTrue());
        assertThat(find(key, List.of(), evidence(key, "2027-01-14", false), now).state())
                .isInstanceOf(ObligationState.Delivered.class);
    }

    @Test
    void aScanFillsBackWhatWasBeforeTheFirstStart() {
        String key = "usage-report.2025-H1.kemnaker";
        assertThat(find(key, List.of(), evidence(key, "2025-07-10", true), GO_LIVE)
                        .state())
                .isInstanceOfSatisfying(
                        ObligationState.Met.class,
                        met -> assertThat(met.backFilled()).isTrue());
    }

    @Test
    void refusesRulesWhoseClockCannotRun() {
        var good = rules.rules().getFirst();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DutyRules.check(List.of(good, good)))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DutyRules.check(List.of(new DutyRule(
                        "x-duty", "Ps 7", null, "PARA PIHAK", "t", DutyRule.Per.HALF_YEAR, null, null, null, null))))
                .withMessageContaining("clock");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DutyRules.check(List.of(new DutyRule(
                        "x-duty",
                        "Ps 7",
                        null,
                        "PARA PIHAK",
                        "t",
                        DutyRule.Per.CASE,
                        new DutyRule.Clock(DutyRule.From.PERIOD_END, Unit.DAYS, 3, null),
                        null,
                        null,
                        null))))
                .withMessageContaining("cannot run");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DutyRules.check(List.of(new DutyRule(
                        "x-duty", "Ps 7", null, "PIHAK KETIGA", "t", DutyRule.Per.STANDING, null, null, null, null))))
                .withMessageContaining("PIHAK KETIGA");
    }

    private List<Obligation> reports(Instant now) {
        return all(List.of(), Map.of(), now).stream()
                .filter(duty -> duty.rule().equals("usage-report"))
                .toList();
    }

    private Obligation report(String period, Instant now) {
        return find("usage-report." + period + ".kemnaker", List.of(), Map.of(), now);
    }

    private Obligation monitoring(String period, String party, Instant now) {
        return find("monitoring." + period + "." + party, List.of(), Map.of(), now);
    }

    private Obligation find(
            String key, List<PauseSource.PauseOf> pauses, Map<String, CaseFile<Evidence>> evidence, Instant now) {
        return all(pauses, evidence, now).stream()
                .filter(duty -> duty.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private List<Obligation> all(
            List<PauseSource.PauseOf> pauses, Map<String, CaseFile<Evidence>> evidence, Instant now) {
        return new Schedule(rules, table, pauses, evidence).list(List.of(), now);
    }

    private static Map<String, CaseFile<Evidence>> evidence(String key, String metOn, boolean received) {
        var proof = new Evidence.Proof(
                key,
                LocalDate.parse(metOn),
                null,
                null,
                List.of(new Attached(UUID.randomUUID(), "Laporan", "00".repeat(32))));
        Evidence content = received ? new Evidence.Met(proof) : new Evidence.Delivered(proof);
        return Map.of(
                key,
                new CaseFile<>(
                        UUID.randomUUID(), "a", "kemnaker", false, 1, GO_LIVE, GO_LIVE, null, content, List.of()));
    }

    private static PauseSource.PauseOf pause(String party, String duty, String from, String until) {
        return new PauseSource.PauseOf(
                party, List.of(duty), new Pause(at(from), until == null ? null : at(until), "force-majeure/x"));
    }

    private static Seat table() {
        try (var text = ScheduleTest.class.getResourceAsStream("/agreements/kemnaker-bkn-2024.json")) {
            return new Seat("kemnaker-bkn-2024", null, JSON.readValue(text, AgreementFile.class), GO_LIVE, GO_LIVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DutyRules packaged() {
        try {
            return new DutyRules(JSON, Optional.empty(), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
