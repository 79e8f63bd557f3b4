package id.padan.verification.quota;

import id.padan.platform.database.Trip;
import id.padan.platform.nik.Nik;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.token.TokenKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Notices a client that tries NIKs of one birth place and date one after the other: the first 12 digits can be known of anybody, the
 * serial behind them cannot. Asking the same NIK again is no new neighbour. What is kept are hashes under the token key, which only
 * BKN's side holds, for the length of the window.
 */
@Singleton
public class Neighbours {
    private static final Logger LOG = Logger.getLogger(Neighbours.class);
    /** What follows the first 12 digits. */
    private static final long SERIALS = 10_000;

    private static final int MOST_AT_ONCE = 20_000;

    private final Jdbi jdbi;
    private final TokenKeys keys;
    private final QuotaConfig config;
    private final MeterRegistry meters;
    private final Map<String, Long> alarmed = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("padan-neighbours-", 0).daemon().factory());

    Neighbours(Jdbi jdbi, TokenKeys keys, QuotaConfig config, MeterRegistry meters) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.config = config;
        this.meters = meters;
    }

    /** Who asked, near whom, and whom: three hashes' worth, no NIK. */
    public record Place(long neighbourhood, long neighbour, String party, String client) {}

    void start(@Observes StartupEvent event) {
        var unused = clock.scheduleWithFixedDelay(this::forget, 1, 1, TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    public Place place(String party, String client, Nik nik) {
        // No NIK ends with serial 0000, so that token is the neighbourhood's and nobody's. From pooled ciphers: in a
        // virtual thread Tink would make a new cipher for every check.
        long[] both = {nik.value() / SERIALS * SERIALS, nik.value()};
        long[] hi = new long[2];
        long[] lo = new long[2];
        keys.tokens(both, 0, 2, hi, lo);
        var asker = (party + "\n" + client).getBytes(StandardCharsets.UTF_8);
        return new Place(hash(hi[0], lo[0], asker), hash(hi[1], lo[1], asker), party, client);
    }

    /**
     * Remembers who was asked for, with a trip.
     *
     * @return what {@link #tooMany} needs when the trip is over
     */
    public Known remember(Trip trip, List<Place> places) {
        // Sorted, so that two instances never wait for each other; each once, as an upsert must.
        var once = new TreeSet<Place>(
                Comparator.comparingLong(Place::neighbourhood).thenComparingLong(Place::neighbour));
        once.addAll(places);
        var around = once.stream().map(Place::neighbourhood).toArray(Long[]::new);
        var known = new Known(new HashMap<>());
        // Remembers all and tells whom was known before, in one statement: the rest of a statement sees the table as it
        // was before its insert.
        trip.ask(
                """
                        with remembered as (
                            insert into check_neighbour (neighbourhood, neighbour, asked_at)
                            select around, one, clock_timestamp() from unnest(?, ?) as asked (around, one)
                            on conflict (neighbourhood, neighbour) do update set asked_at = excluded.asked_at)
                        select neighbourhood, neighbour from check_neighbour
                         where neighbourhood = any(?) and asked_at > clock_timestamp() - ? * interval '1 second'""",
                row -> known.around(row.getLong(1)).add(row.getLong(2)),
                around,
                once.stream().map(Place::neighbour).toArray(Long[]::new),
                around,
                config.neighbourWindow().toSeconds());
        return known;
    }

    /** Neighbours asked for within the window, by neighbourhood. */
    public record Known(Map<Long, Set<Long>> neighbourhoods) {
        private Set<Long> around(long neighbourhood) {
            return neighbourhoods.computeIfAbsent(neighbourhood, none -> new HashSet<>());
        }
    }

    /**
     * @param places remembered before, in the order in which they count
     * @return the positions of those places that are one neighbour too many; they are taken out again and must not be answered
     */
    public Set<Integer> tooMany(Handle tx, Known known, List<Place> places) {
        var refused = new HashSet<Integer>();
        var tooMany = new ArrayList<Place>();
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i);
            var around = known.around(place.neighbourhood());
            if (around.contains(place.neighbour()) || around.size() < config.neighbours()) {
                around.add(place.neighbour());
            } else {
                refused.add(i);
                tooMany.add(place);
                alarm(place);
            }
        }
        forget(tx, tooMany);
        return refused;
    }

    public ProblemException refusal() {
        long minutes = config.neighbourWindow().toMinutes();
        return ProblemException.of(
                        QuotaProblem.ENUMERATION,
                        "More than " + config.neighbours()
                                + " different NIKs of one birth place and date were asked within " + minutes
                                + " minutes, and an alarm was raised. Send a list instead, or try again later.",
                        "Lebih dari " + config.neighbours()
                                + " NIK berbeda dengan wilayah dan tanggal lahir yang sama ditanyakan dalam " + minutes
                                + " menit, dan alarm telah dinyalakan. Gunakan daftar, atau coba lagi nanti.")
                .retryAfter(config.neighbourWindow());
    }

    private static void forget(Handle tx, List<Place> tooMany) {
        if (!tooMany.isEmpty()) {
            tx.createUpdate("""
                            delete from check_neighbour using unnest(:around, :neighbours) as refused (around, one)
                             where check_neighbour.neighbourhood = refused.around and check_neighbour.neighbour = refused.one""")
                    .bindArray(
                            "around",
                            Long.class,
                            tooMany.stream().map(Place::neighbourhood).toArray())
                    .bindArray(
                            "neighbours",
                            Long.class,
                            tooMany.stream().map(Place::neighbour).toArray())
                    .execute();
        }
    }

    /** Every refusal counts in the metric; a client is named in the log once a minute. */
    private void alarm(Place place) {
        meters.counter("padan.quota.enumeration", "party", place.party()).increment();
        long now = System.nanoTime();
        var silent = alarmed.compute(
                place.party() + "/" + place.client(),
                (client, last) ->
                        last == null || now - last > Duration.ofMinutes(1).toNanos() ? now : last);
        if (silent == now) {
            LOG.warnf(
                    "ALARM enumeration: client %s of %s tries neighbouring NIKs; its checks of that neighbourhood are refused",
                    place.client(), place.party());
        }
    }

    private void forget() {
        try {
            int gone;
            do {
                // Skips what a check holds right now: the two must never wait for each other in a circle.
                gone = jdbi.inTransaction(tx -> tx.createUpdate("""
                                delete from check_neighbour where ctid = any(array(
                                    select ctid from check_neighbour
                                     where asked_at < clock_timestamp() - :seconds * interval '1 second'
                                     limit :most for update skip locked))""")
                        .bind("seconds", config.neighbourWindow().toSeconds())
                        .bind("most", MOST_AT_ONCE)
                        .execute());
            } while (gone == MOST_AT_ONCE);
        } catch (RuntimeException e) {
            LOG.warnf("old neighbours could not be forgotten: %s", e.getClass().getName());
        }
    }

    private static long hash(long hi, long lo, byte[] asker) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(
                    ByteBuffer.allocate(2 * Long.BYTES).putLong(hi).putLong(lo).flip());
            return ByteBuffer.wrap(sha.digest(asker)).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
