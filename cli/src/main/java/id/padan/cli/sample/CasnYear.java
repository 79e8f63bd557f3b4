package id.padan.cli.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was published about a selection (domain 6.2), and how many registrants of each procurement stand at each stage so that all of it holds at
 * once. Where published totals do not close (2021: 29 and 48 short), the rest is ours and shows as a residual.
 *
 * @param formations positions by procurement; what was not published is invented and said to be
 * @param ministry registrants of the agency with the most, {@code I-KUMHAM}; 0 where not published
 * @param controls the published totals, by procurement ({@code _T} for all) and measure
 */
record CasnYear(int year, List<Quota> quotas, Map<String, Long> formations, long ministry, List<Control> controls) {

    /** Registrants of one procurement who stand at one stage. */
    record Quota(String procurement, String stage, long count) {}

    /** A published total. */
    record Control(String procurement, String measure, long value) {}

    private static final String ALL = "_T";

    static Optional<CasnYear> of(int year) {
        return switch (year) {
            case 2021 -> Optional.of(of2021());
            case 2023 -> Optional.of(of2023());
            case 2024 -> Optional.of(of2024());
            default -> Optional.empty();
        };
    }

    private static CasnYear of2021() {
        Map<String, Long> sent = ordered("CPNS", 3_033_455 + 29, "PPPK_GURU", 921_361, "PPPK_TEKNIS", 75_337);
        var quotas = new ArrayList<Quota>();
        Map<String, Long> eligible = share(2_258_864, sent);
        Map<String, Long> ineligible = share(470_504, sent);
        share(4_543_158 - 4_030_182, sent).forEach((kind, count) -> quotas.add(new Quota(kind, "ISI_FORM", count)));
        sent.forEach((kind, count) -> {
            quotas.add(new Quota(kind, "MS", eligible.get(kind)));
            quotas.add(new Quota(kind, "TMS", ineligible.get(kind)));
            quotas.add(new Quota(kind, "BELUM_VERIFIKASI", count - eligible.get(kind) - ineligible.get(kind)));
        });
        return new CasnYear(
                2021,
                quotas,
                ordered("CPNS", 90_000, "PPPK_GURU", 500_000, "PPPK_TEKNIS", 10_000),
                627_144,
                List.of(
                        new Control(ALL, "PENDAFTAR", 4_543_158),
                        new Control(ALL, "SUBMIT", 4_030_182),
                        new Control("CPNS", "SUBMIT", 3_033_455),
                        new Control("PPPK_GURU", "SUBMIT", 921_361),
                        new Control(ALL, "MS", 2_258_864),
                        new Control(ALL, "TMS", 470_504),
                        new Control(ALL, "BELUM_VERIFIKASI", 1_300_766)));
    }

    private static CasnYear of2023() {
        Map<String, Long> eligible =
                ordered("CPNS", 725_589, "PPPK_GURU", 426_776, "PPPK_NAKES", 328_219, "PPPK_TEKNIS", 373_033);
        var quotas = new ArrayList<Quota>();
        share(2_944_856 - 2_411_520, eligible).forEach((kind, count) -> quotas.add(new Quota(kind, "AKUN", count)));
        share(555_421, eligible).forEach((kind, count) -> quotas.add(new Quota(kind, "TMS", count)));
        share(2_411_520 - 555_421 - 1_853_617, eligible)
                .forEach((kind, count) -> quotas.add(new Quota(kind, "BELUM_VERIFIKASI", count)));
        Map<String, Long> formations =
                ordered("CPNS", 28_903, "PPPK_GURU", 296_084, "PPPK_NAKES", 154_724, "PPPK_TEKNIS", 42_826 + 49_959);
        eligible.forEach((kind, count) -> passed(quotas, kind, count, formations.get(kind)));
        return new CasnYear(
                2023,
                quotas,
                formations,
                0,
                List.of(
                        new Control(ALL, "FORMASI", 572_496),
                        new Control(ALL, "PENDAFTAR", 2_944_856),
                        new Control(ALL, "SUBMIT", 2_411_520),
                        new Control(ALL, "TMS", 555_421),
                        new Control(ALL, "MS", 1_853_617),
                        new Control("CPNS", "MS", 725_589),
                        new Control("PPPK_GURU", "MS", 426_776),
                        new Control("PPPK_NAKES", "MS", 328_219),
                        new Control("PPPK_TEKNIS", "MS", 373_033)));
    }

    private static CasnYear of2024() {
        var quotas = new ArrayList<Quota>();
        quotas.add(new Quota("CPNS", "ISI_FORM", 3_960_000 - 3_570_000));
        quotas.add(new Quota("CPNS", "TMS", 599_500));
        quotas.add(new Quota("CPNS", "BELUM_VERIFIKASI", 3_570_000 - 599_500 - 2_850_000));
        passed(quotas, "CPNS", 2_850_000, 250_407);
        return new CasnYear(
                2024,
                quotas,
                ordered("CPNS", 250_407),
                490_442,
                List.of(
                        new Control(ALL, "FORMASI", 250_407),
                        new Control(ALL, "PENDAFTAR", 3_960_000),
                        new Control(ALL, "SUBMIT", 3_570_000),
                        new Control(ALL, "TMS", 599_500),
                        new Control(ALL, "MS", 2_850_000)));
    }

    /** Of those eligible, three a position pass SKD, eight positions of ten are won, seven are taken up. How many were is not published. */
    private static void passed(List<Quota> quotas, String kind, long eligible, long formations) {
        long skd = Math.min(eligible, 3 * formations);
        long won = Math.min(skd, formations * 8 / 10);
        long placed = Math.min(won, formations * 7 / 10);
        quotas.add(new Quota(kind, "MS", eligible - skd));
        quotas.add(new Quota(kind, "LULUS_SKD", skd - won));
        quotas.add(new Quota(kind, "TERBIT_NIP", won - placed));
        quotas.add(new Quota(kind, "PENEMPATAN", placed));
    }

    long registrants() {
        return quotas.stream().mapToLong(Quota::count).sum();
    }

    /** The same selection in another size; what is published of it then no longer holds, so it has no controls but at size 1. */
    CasnYear scaled(double size) {
        if (size == 1) {
            return this;
        }
        var formationsThen = new LinkedHashMap<String, Long>();
        formations.forEach((kind, count) -> formationsThen.put(kind, Math.max(1, Math.round(count * size))));
        return new CasnYear(
                year,
                quotas.stream()
                        .map(quota -> new Quota(quota.procurement(), quota.stage(), Math.round(quota.count() * size)))
                        .toList(),
                formationsThen,
                Math.round(ministry * size),
                List.of());
    }

    /** Parts in proportion; what rounding leaves goes to the first. */
    private static Map<String, Long> share(long total, Map<String, Long> weights) {
        long all = weights.values().stream().mapToLong(Long::longValue).sum();
        var parts = new LinkedHashMap<String, Long>();
        weights.forEach((kind, weight) -> parts.put(kind, Math.multiplyExact(total, weight) / all));
        long rest = total - parts.values().stream().mapToLong(Long::longValue).sum();
        parts.merge(parts.keySet().iterator().next(), rest, Long::sum);
        return parts;
    }

    private static Map<String, Long> ordered(Object... pairs) {
        var map = new LinkedHashMap<String, Long>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], ((Number) pairs[i + 1]).longValue());
        }
        return map;
    }
}
