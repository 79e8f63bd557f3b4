package id.padan.directory.credit;

import id.padan.directory.credit.CreditFault.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** Computes credit points (domain.md 4.3): a year gives coefficient × predicate × months / 12, rounded to three decimals as SIASN keeps them. */
public final class CreditPoints {

    private static final int SCALE = 3;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal TWELVE = BigDecimal.valueOf(12);

    private final CreditRules rules;

    public CreditPoints(CreditRules rules) {
        this.rules = rules;
    }

    /**
     * @param jenjang the present level
     * @param since its first month; what ended before does not count in it. Null counts everything
     * @throws CreditFault if a line cannot be computed
     */
    public CreditExplanation explain(String jenjang, YearMonth since, List<CreditEntry> entries) {
        CreditRules.Level level = rules.level(jenjang).orElseThrow(() -> new CreditFault(-1, Reason.LEVEL_UNKNOWN));
        var counted = new HashSet<YearMonth>();
        var steps = new ArrayList<CreditStep>(entries.size());
        BigDecimal total = scaled(BigDecimal.ZERO);
        boolean confirmed = level.dikonfirmasi();
        for (int line : inOrder(entries)) {
            CreditEntry entry = entries.get(line);
            requireMonths(entry, since, line);
            CreditStep step = step(level, since, entry, total, counted, line);
            if (entry instanceof CreditEntry.Conversion(var from, var to, Integer predikat, var pak)) {
                confirmed &= predicate(predikat, line).dikonfirmasi();
            }
            total = step.kumulatif();
            steps.add(step);
        }
        return new CreditExplanation(
                rules.version(),
                rules.basis(),
                jenjang,
                steps,
                total,
                CreditExplanation.Threshold.of(level.kumulatifPangkat(), total),
                level.kumulatifJenjang() == null
                        ? null
                        : CreditExplanation.Threshold.of(level.kumulatifJenjang(), total),
                confirmed);
    }

    private static int[] inOrder(List<CreditEntry> entries) {
        return IntStream.range(0, entries.size())
                .boxed()
                .sorted(Comparator.comparing((Integer line) -> entries.get(line).from())
                        .thenComparing(line -> entries.get(line).to()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void requireMonths(CreditEntry entry, YearMonth since, int line) {
        if (entry.to().isBefore(entry.from())
                || entry instanceof CreditEntry.Conversion
                        && entry.from().getYear() != entry.to().getYear()) {
            throw new CreditFault(line, Reason.PERIOD_NOT_IN_A_YEAR);
        }
        // Points that were brought in are of the level they were decided for, however far back their months go.
        if (entry instanceof CreditEntry.Conversion
                && since != null
                && entry.from().isBefore(since)
                && !entry.to().isBefore(since)) {
            throw new CreditFault(line, Reason.PERIOD_OVER_TWO_LEVELS);
        }
    }

    private CreditStep step(
            CreditRules.Level level,
            YearMonth since,
            CreditEntry entry,
            BigDecimal before,
            HashSet<YearMonth> counted,
            int line) {
        boolean earlier = since != null && entry.to().isBefore(since);
        return switch (entry) {
            case CreditEntry.BroughtIn(var kind, var from, var to, var nilai, var pak) -> {
                if (nilai == null || nilai.signum() < 0) {
                    throw new CreditFault(line, Reason.NEGATIVE);
                }
                BigDecimal value = scaled(nilai);
                yield earlier
                        ? earlier(from, to, before)
                        : new CreditStep.BroughtIn(
                                kind, from, to, value, before.add(value), kind + " = " + value.toPlainString());
            }
            case CreditEntry.Conversion(var from, var to, var predikat, var pak) -> {
                CreditRules.Predicate predicate = predicate(predikat, line);
                for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
                    if (!counted.add(month)) {
                        throw new CreditFault(line, Reason.PERIOD_COUNTED_TWICE);
                    }
                }
                if (earlier) {
                    yield earlier(from, to, before);
                }
                int months = (int) ChronoUnit.MONTHS.between(from, to) + 1;
                BigDecimal value = yearly(level.koefisien(), predicate.persentase(), months);
                yield new CreditStep.Converted(
                        from,
                        to,
                        predicate.predikat(),
                        level.koefisien(),
                        predicate.persentase(),
                        months,
                        value,
                        before.add(value),
                        "%s × %s %% × %d/12 = %s"
                                .formatted(
                                        level.koefisien().toPlainString(),
                                        predicate.persentase().toPlainString(),
                                        months,
                                        value.toPlainString()));
            }
            case CreditEntry.Diploma(var from, var pak) -> {
                if (earlier) {
                    yield earlier(from, from, before);
                }
                BigDecimal base = level.kumulatifPangkat();
                BigDecimal value = base.multiply(rules.diplomaPersen()).divide(HUNDRED, SCALE, RoundingMode.HALF_UP);
                yield new CreditStep.DiplomaAdded(
                        from,
                        base,
                        value,
                        before.add(value),
                        "%s %% × %s = %s"
                                .formatted(
                                        rules.diplomaPersen().toPlainString(),
                                        base.toPlainString(),
                                        value.toPlainString()));
            }
        };
    }

    private static CreditStep earlier(YearMonth from, YearMonth to, BigDecimal before) {
        return new CreditStep.EarlierLevel(
                from, to, scaled(BigDecimal.ZERO), before, "jenjang sebelumnya, tidak dihitung = 0.000");
    }

    private CreditRules.Predicate predicate(Integer predikat, int line) {
        return rules.predicate(predikat).orElseThrow(() -> new CreditFault(line, Reason.PREDICATE_UNKNOWN));
    }

    /** Divided once, at the end: two roundings could differ from SIASN's by a thousandth. */
    private static BigDecimal yearly(BigDecimal coefficient, BigDecimal percent, int months) {
        return coefficient
                .multiply(percent)
                .multiply(BigDecimal.valueOf(months))
                .divide(HUNDRED.multiply(TWELVE), SCALE, RoundingMode.HALF_UP);
    }

    private static BigDecimal scaled(BigDecimal value) {
        return value.setScale(SCALE, RoundingMode.HALF_UP);
    }
}
