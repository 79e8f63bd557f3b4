package id.padan.verification.projection;

import id.padan.platform.nik.Nik;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.token.TokenKeys;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Speaks as asn-directory would, straight to the topics. Versions rise over all test classes, as the directory's sequence does; every
 * test brings NIKs of its own.
 */
public final class TestRegister {
    /** Rows of {@link #publishMapping()}. */
    public static final String ACTIVE = "m-active";

    public static final String INACTIVE = "m-inactive";
    public static final String RETIRED = "m-retired";
    public static final String NOT_FOUND = "m-void";
    /** A code that the mapping does not know. */
    public static final String UNMAPPED = null;

    public static final String SOMEBODY = "1101010101909990";

    public static final LocalDate DATA_TIME = LocalDate.of(2026, 11, 1);

    private static final AtomicLong VERSION = new AtomicLong(System.currentTimeMillis() * 1_000);

    private static boolean isOpen;

    private TestRegister() {}

    /**
     * The agreement open, the mapping known, and one ACTIVE person, {@value #SOMEBODY}: enough for checks to be answered. Published once
     * for all test classes.
     */
    public static synchronized void open(TokenKeys keys) {
        if (!isOpen) {
            PolicyPublisher.publishOpen();
            publishMapping();
            publish(keys, SOMEBODY, ACTIVE);
            isOpen = true;
        }
        PolicyPublisher.heartbeat(1);
    }

    /** Mapping version {@code test-1}, synthetic, with the rows above. */
    public static void publishMapping() {
        PolicyPublisher.send("asn.status-mapping.v1", "kedudukanHukum", """
                {"type":"asn.status-mapping","version":"test-1","synthetic":true,
                 "coverage":{"records":2000,"validNik":1987,"countedAt":"2026-11-02T01:00:00Z"},"rows":[
                {"id":"m-active","answer":"ACTIVE"},{"id":"m-inactive","answer":"INACTIVE"},
                {"id":"m-retired","answer":"RETIRED"},{"id":"m-void","answer":"NOT_FOUND"}]}""".getBytes(StandardCharsets.UTF_8));
    }

    public static long nextVersion() {
        return VERSION.incrementAndGet();
    }

    /** One ASN record for each row. */
    public static void publish(TokenKeys keys, String nik, String... rows) {
        publish(keys, nik, nextVersion(), false, true, rows);
    }

    public static void publish(
            TokenKeys keys, String nik, long version, boolean shared, boolean validated, String... rows) {
        send(keys, nik, event(version, shared, validated, rows));
    }

    /** One ASN record of which more than the present is known: intervals as {@code row from to}, with - for no end. */
    public static void publishHistory(TokenKeys keys, String nik, String... intervals) {
        var history = Arrays.stream(intervals)
                .map(interval -> {
                    var parts = interval.split(" ");
                    return "{\"mappingRow\":\"%s\",\"from\":\"%s\",\"to\":%s}"
                            .formatted(parts[0], parts[1], parts[2].equals("-") ? "null" : "\"" + parts[2] + "\"");
                })
                .collect(Collectors.joining(","));
        send(
                keys,
                nik,
                "{\"type\":\"asn.status\",\"epoch\":1,\"version\":%d,\"dataTime\":\"%s\",\"shared\":false,\"validated\":true,\"records\":[%s]}"
                        .formatted(
                                nextVersion(),
                                DATA_TIME,
                                "{\"asnId\":\"test\",\"version\":1,\"intervals\":[" + history + "]}"));
    }

    /** The token is gone. */
    public static void remove(TokenKeys keys, String nik) {
        send(keys, nik, null);
    }

    /** Any value, however wrong, under the NIK's token. */
    public static void send(TokenKeys keys, String nik, String value) {
        PolicyPublisher.send(
                "asn.status.v1",
                keys.token(new Nik(nik)).toKey(),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private static String event(long version, boolean shared, boolean validated, String... rows) {
        var records = Arrays.stream(rows)
                .map(row -> "{\"asnId\":\"test\",\"version\":1,\"intervals\":[{\"mappingRow\":"
                        + (row == null ? "null" : "\"" + row + "\"") + ",\"from\":null,\"to\":null}]}")
                .collect(Collectors.joining(","));
        return "{\"type\":\"asn.status\",\"epoch\":1,\"version\":%d,\"dataTime\":\"%s\",\"shared\":%b,\"validated\":%b,\"records\":[%s]}"
                .formatted(version, DATA_TIME, shared, validated, records);
    }
}
