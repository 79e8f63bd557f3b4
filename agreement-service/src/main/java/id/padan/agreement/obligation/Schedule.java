package id.padan.agreement.obligation;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.document.AgreementFile;
import id.padan.platform.clock.Deadline;
import id.padan.platform.clock.Pause;
import id.padan.platform.clock.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The list of duties as it is at one moment. Pure: computed from the term, the rules and what is on file, and stored nowhere, so an extension
 * of the term, a new holiday or an accepted force majeure shows at once.
 */
final class Schedule {
    private final DutyRules rules;
    private final Seat table;
    private final List<PauseSource.PauseOf> pauses;
    private final Map<String, CaseFile<Evidence>> evidence;

    /** @param evidence by key of the duty */
    Schedule(DutyRules rules, Seat table, List<PauseSource.PauseOf> pauses, Map<String, CaseFile<Evidence>> evidence) {
        this.rules = rules;
        this.table = table;
        this.pauses = pauses;
        this.evidence = evidence;
    }

    List<Obligation> list(List<DutySource.CaseDuty> cases, Instant now) {
        List<Obligation> found = new ArrayList<>();
        Instant termFrom = table.file().term().from().toInstant();
        Instant termUntil = table.file().term().until().toInstant();
        List<Period> halfYears = Period.halfYears(Deadline.dayOf(termFrom), Deadline.lastDayOf(termUntil));
        for (DutyRule rule : rules.rules()) {
            for (AgreementFile.Party party : table.file().parties()) {
                if (!rule.binds(party.role())) {
                    continue;
                }
                switch (rule.per()) {
                    case STANDING -> found.add(standing(rule, party.id()));
                    case HALF_YEAR -> halfYears.forEach(period -> found.add(periodic(rule, party.id(), period, now)));
                    case TERM -> found.add(once(rule, party.id(), termFrom, termUntil, now));
                    case CASE -> {}
                }
            }
        }
        for (DutySource.CaseDuty duty : cases) {
            rules.find(duty.rule()).ifPresent(rule -> found.add(ofCase(rule, duty, now)));
        }
        found.sort(Comparator.comparing(Obligation::plannedDue, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(Obligation::key));
        return List.copyOf(found);
    }

    private Obligation standing(DutyRule rule, String party) {
        return new Obligation(
                rule.id() + "." + party,
                rule.id(),
                party,
                rule.clause(),
                rule.mirror(),
                rule.title(),
                null,
                null,
                null,
                null,
                null,
                true,
                new ObligationState.Standing(),
                0,
                null,
                false);
    }

    private Obligation periodic(DutyRule rule, String party, Period period, Instant now) {
        Instant opens = period.first().atStartOfDay(Deadline.JAKARTA).toInstant();
        Instant due = rule.clock().from() == DutyRule.From.PERIOD_END
                ? behind(Deadline.endOf(period.last()), rule.clock())
                : Deadline.after(opens, rule.clock().unit(), rule.clock().count(), rules.holidays());
        return onFile(rule, rule.id() + "." + period.label() + "." + party, party, period, opens, due, now);
    }

    private Obligation once(DutyRule rule, String party, Instant termFrom, Instant termUntil, Instant now) {
        boolean before = rule.clock().monthsBefore() != null;
        Instant due = before
                ? Deadline.endOf(
                        Deadline.lastDayOf(termUntil).minusMonths(rule.clock().monthsBefore()))
                : behind(termUntil, rule.clock());
        return onFile(rule, rule.id() + "." + party, party, null, before ? termFrom : termUntil, due, now);
    }

    /** Days behind the end of a day: that day itself does not count, though its end is the first moment of the next. */
    private Instant behind(Instant end, DutyRule.Clock clock) {
        return clock.unit() == Unit.HOURS
                ? end.plus(Duration.ofHours(clock.count()))
                : Deadline.after(end.minusNanos(1), clock.unit(), clock.count(), rules.holidays());
    }

    private Obligation onFile(
            DutyRule rule, String key, String party, Period period, Instant opens, Instant planned, Instant now) {
        CaseFile<Evidence> file = evidence.get(key);
        Optional<Instant> due = due(rule, key, party, opens, planned);
        return new Obligation(
                key,
                rule.id(),
                party,
                rule.clause(),
                rule.mirror(),
                rule.title(),
                period,
                opens,
                due.orElse(null),
                due.filter(end -> rule.clock().unit() != Unit.HOURS)
                        .map(Deadline::lastDayOf)
                        .orElse(null),
                planned,
                isKnown(rule, planned),
                state(rule, key, party, opens, due, file, now),
                file == null ? 0 : file.version(),
                null,
                false);
    }

    private ObligationState state(
            DutyRule rule,
            String key,
            String party,
            Instant opens,
            Optional<Instant> due,
            CaseFile<Evidence> file,
            Instant now) {
        boolean beforeGoLive = due.filter(end -> !end.isAfter(table.goLive())).isPresent();
        if (file != null && !(file.content() instanceof Evidence.Refused)) {
            LocalDate metOn = file.content().proof().metOn();
            Instant at = metOn.atStartOfDay(Deadline.JAKARTA).toInstant();
            boolean late =
                    due.filter(end -> metOn.isAfter(Deadline.lastDayOf(end))).isPresent();
            return file.content() instanceof Evidence.Met
                    ? new ObligationState.Met(at, late, beforeGoLive, file.id())
                    : new ObligationState.Delivered(at, late, file.id());
        }
        if (beforeGoLive) {
            return new ObligationState.BeforeGoLive();
        }
        return running(rule, key, party, opens, due, now);
    }

    private ObligationState running(
            DutyRule rule, String key, String party, Instant opens, Optional<Instant> due, Instant now) {
        if (due.isPresent() && !now.isBefore(due.get())) {
            return rule.optional() ? new ObligationState.Lapsed(due.get()) : new ObligationState.Overdue(due.get());
        }
        Optional<Pause> still = pausesOf(rule, key, party).stream()
                .filter(pause -> pause.covers(now))
                .findFirst();
        if (still.isPresent() && !now.isBefore(opens)) {
            return new ObligationState.Paused(still.get().from(), still.get().reason());
        }
        return now.isBefore(opens) ? new ObligationState.NotYet() : new ObligationState.Open();
    }

    private Obligation ofCase(DutyRule rule, DutySource.CaseDuty duty, Instant now) {
        String key = rule.id() + "." + duty.key();
        Instant planned = duty.due() != null
                ? duty.due()
                : Deadline.after(duty.opens(), rule.clock().unit(), rule.clock().count(), rules.holidays());
        Optional<Instant> due = due(rule, key, duty.party(), duty.opens(), planned);
        boolean beforeGoLive = due.filter(end -> !end.isAfter(table.goLive())).isPresent();
        ObligationState state;
        if (duty.metAt() != null) {
            boolean late = due.filter(end -> !duty.metAt().isBefore(end)).isPresent();
            state = new ObligationState.Met(duty.metAt(), late, beforeGoLive, null);
        } else {
            state = beforeGoLive
                    ? new ObligationState.BeforeGoLive()
                    : running(rule, key, duty.party(), duty.opens(), due, now);
        }
        return new Obligation(
                key,
                rule.id(),
                duty.party(),
                rule.clause(),
                rule.mirror(),
                duty.title() == null ? rule.title() : duty.title(),
                null,
                duty.opens(),
                due.orElse(null),
                due.filter(end -> rule.clock().unit() != Unit.HOURS)
                        .map(Deadline::lastDayOf)
                        .orElse(null),
                planned,
                isKnown(rule, planned),
                state,
                0,
                duty.source(),
                duty.confidential());
    }

    private Optional<Instant> due(DutyRule rule, String key, String party, Instant opens, Instant planned) {
        return Deadline.paused(opens, planned, rule.clock().unit(), pausesOf(rule, key, party), rules.holidays());
    }

    private List<Pause> pausesOf(DutyRule rule, String key, String party) {
        Predicate<PauseSource.PauseOf> holds = pause -> pause.holds(party, rule.id(), key);
        return pauses.stream().filter(holds).map(PauseSource.PauseOf::pause).toList();
    }

    private boolean isKnown(DutyRule rule, Instant planned) {
        return rule.clock().unit() != Unit.WORKING_DAYS
                || rules.isComplete(Deadline.lastDayOf(planned).getYear());
    }
}
