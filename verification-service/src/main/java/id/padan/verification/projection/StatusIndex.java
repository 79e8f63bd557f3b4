package id.padan.verification.projection;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.token.NikToken;
import id.padan.platform.token.TokenKeys;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * This instance's index of the ASN register: what is said of a token today. Readers never lock. A state is a small number that
 * {@link Register#finding} explains; a change of mapping changes the explanation, not the index.
 */
@Singleton
public class StatusIndex {
    /** Legal days are those of Jakarta. */
    public static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private static final short NO_RECORD = 1;
    private static final int MOST_STATES = 0xffff;
    private static final int MOST_CACHED_TEXTS = 100_000;

    private final Clock clock;
    /** What readers use. A rebuilt or rotated table comes in its place whole, with the number of its key. */
    private volatile Epoch now;
    /** Filled beside it until {@link #swap}; under this object's monitor. */
    private Epoch coming;

    // All below: under this object's monitor, except what is volatile.
    private final Map<String, Short> ids = new HashMap<>();
    private final List<StatusState> states = new ArrayList<>();
    /** Texts with dates that will not change again, to the state they came to; only a cache, emptied each day. */
    private final Map<String, Short> settled = new HashMap<>();

    private final ChangedTokens changed = new ChangedTokens();

    private final CompletableFuture<Void> whenCaughtUp = new CompletableFuture<>();
    private StatusMapping mapping;
    private LocalDate dataTime;
    private boolean complete;
    private boolean withdrawn;
    private volatile LocalDate day;
    private volatile Register register;

    @Inject
    StatusIndex(TokenKeys keys) {
        this(Clock.systemUTC(), keys.current());
    }

    StatusIndex(Clock clock, int epoch) {
        this.clock = clock;
        now = new Epoch(epoch);
        day = today();
        states.add(null);
        intern(StatusState.NONE);
    }

    /** One token and what is now said of it: a canonical text of {@link StatusState}. */
    record Change(NikToken token, String state) {}

    /**
     * The tokens of one epoch with the number of the key that made them, so that nobody can ask one key's table with another key's
     * token. Taken once ({@link #now()}) for all tokens of one question.
     */
    public final class Epoch {
        private final int number;
        private final TokenTable table = new TokenTable(NO_RECORD);
        /** Tokens that will say something else on a coming day; under the index's monitor. */
        private final Map<NikToken, StatusState> pending = new HashMap<>();

        private Epoch(int number) {
            this.number = number;
        }

        /** The epoch of {@link TokenKeys} under which tokens must be made to be found here. */
        public int number() {
            return number;
        }

        /**
         * The states of tokens {@code from <= i < from + n}, into the same places of {@code out}; 0 is a token never heard of. Take
         * the {@link #register()} afterwards: it then knows every state found.
         */
        public void probe(long[] hi, long[] lo, int from, int n, short[] out) {
            turnTheDay();
            table.get(hi, lo, from, n, out);
        }

        /** @throws ProblemException UNAVAILABLE while the register is not loaded, see {@link #register()} */
        public Found find(NikToken token) {
            turnTheDay();
            short state = table.get(token.hi(), token.lo());
            var register = register();
            return new Found(register.finding(state), register);
        }
    }

    /** What questions are answered from now. */
    public Epoch now() {
        return now;
    }

    /** Begins an empty table for another epoch, or the same one anew, beside the one that answers; an earlier begun one is dropped. */
    synchronized void begin(int epoch) {
        coming = new Epoch(epoch);
    }

    /** For an instance that starts with an empty table: the epoch whose tokens it will hold first. */
    synchronized void startWith(int epoch) {
        now = new Epoch(epoch);
        coming = null;
        withdrawn = false;
    }

    /** As {@link #reserve} for the table begun. */
    synchronized void reserveComing(long tokens) {
        begun().table.reserve(tokens);
    }

    /** As {@link #load} into the table begun. */
    synchronized void loadComing(long hi, long lo, String state) {
        load(begun(), hi, lo, state);
    }

    /** As {@link #apply} to the table begun. */
    synchronized void applyComing(List<Change> changes) {
        apply(begun(), changes);
    }

    /** Key and table change as one object: a question has been asked of the old pair or is asked of the new one. */
    synchronized void swap() {
        now = begun();
        coming = null;
        withdrawn = false;
        publish();
    }

    /**
     * Answers nothing until {@link #swap}: the tokens of the present epoch are being emptied, and "tidak ditemukan" would be said of real
     * ASN.
     */
    synchronized void withdraw() {
        withdrawn = true;
        register = null;
    }

    private Epoch begun() {
        if (coming == null) {
            throw new IllegalStateException("no table was begun");
        }
        return coming;
    }

    /**
     * What the states mean, all at one moment; does not change.
     */
    public static final class Register {
        private final String mappingVersion;
        private final LocalDate dataTime;
        private final LocalDate day;
        private final Finding[] findings;

        private Register(String mappingVersion, LocalDate dataTime, LocalDate day, Finding[] findings) {
            this.mappingVersion = mappingVersion;
            this.dataTime = dataTime;
            this.day = day;
            this.findings = findings;
        }

        /** The version of the status mapping in force. */
        public String mappingVersion() {
            return mappingVersion;
        }

        /** The extraction date that the latest import declared; never the time of processing. */
        public LocalDate dataTime() {
            return dataTime;
        }

        /** The legal day (Asia/Jakarta) for which the states hold. */
        public LocalDate day() {
            return day;
        }

        /** @param state as {@link Epoch#probe} gave it before this register was taken */
        public Finding finding(short state) {
            return findings[Short.toUnsignedInt(state)];
        }
    }

    /** A finding and the register it was read by. */
    public record Found(Finding finding, Register register) {}

    /**
     * What the states mean now.
     *
     * @throws ProblemException UNAVAILABLE with Retry-After until this instance has caught up, a mapping and at least one status have
     *     been heard: to answer earlier would be to say "tidak ditemukan" of real ASN
     */
    public Register register() {
        turnTheDay();
        var now = register;
        if (now == null) {
            throw ProblemException.of(
                            PlatformProblem.UNAVAILABLE,
                            "The ASN register is not loaded here yet. Try again shortly.",
                            "Register ASN belum dimuat. Coba lagi sebentar lagi.")
                    .retryAfter(Duration.ofSeconds(5));
        }
        return now;
    }

    /** What share of the register has a NIK to be found by, as BKN told last; empty before the first time. */
    public synchronized Optional<Coverage> coverage() {
        return Optional.ofNullable(mapping).map(StatusMapping::coverage);
    }

    /** Whether {@link #register()} answers. */
    public boolean isLoaded() {
        return register != null;
    }

    synchronized void reserve(long tokens) {
        now.table.reserve(tokens);
    }

    synchronized void apply(List<Change> changes) {
        apply(now, changes);
    }

    private void apply(Epoch epoch, List<Change> changes) {
        for (var change : changes) {
            var token = change.token();
            if (change.state().equals(StatusState.NONE)
                    && epoch.table.get(token.hi(), token.lo()) == TokenTable.UNKNOWN) {
                // A rotation empties every token of the old epoch; none of them needs a slot in the new one's table.
                continue;
            }
            epoch.table.put(token.hi(), token.lo(), stateOf(epoch, token, change.state()));
        }
        changed.heard(changes);
    }

    /** For the load: as {@link #apply}, one token of a database row. */
    synchronized void load(long hi, long lo, String state) {
        load(now, hi, lo, state);
    }

    private void load(Epoch epoch, long hi, long lo, String state) {
        short id = StatusState.isTimeless(state) ? intern(state) : stateOf(epoch, new NikToken(hi, lo), state);
        epoch.table.put(hi, lo, id);
    }

    synchronized void use(StatusMapping newMapping) {
        mapping = newMapping;
        publish();
    }

    /** Extraction dates may be heard in any order of imports; the latest counts. */
    synchronized void heardDataTime(LocalDate date) {
        if (dataTime == null || date.isAfter(dataTime)) {
            dataTime = date;
            publish();
        }
    }

    /** This instance has read everything that was there when it started. */
    void caughtUp() {
        synchronized (this) {
            complete = true;
            publish();
        }
        whenCaughtUp.complete(null);
    }

    /**
     * Completes once this instance has read everything that was there when it started; only then may it take work that others could
     * do, such as chunks of lists.
     */
    public CompletionStage<Void> whenCaughtUp() {
        return whenCaughtUp.minimalCompletionStage();
    }

    boolean isCaughtUp() {
        return whenCaughtUp.isDone();
    }

    /** Which tokens this instance has heard something new of. */
    public ChangedTokens changed() {
        return changed;
    }

    /** Tokens held, removed ones among them until room is made. */
    public long size() {
        return now.table.size();
    }

    /** Bytes of the token arrays. */
    public long bytes() {
        return now.table.bytes();
    }

    private short stateOf(Epoch epoch, NikToken token, String text) {
        if (!epoch.pending.isEmpty()) {
            epoch.pending.remove(token);
        }
        if (StatusState.isTimeless(text)) {
            return intern(text);
        }
        var known = settled.get(text);
        if (known != null) {
            return known;
        }
        var state = StatusState.parse(text);
        short id = intern(state.on(day));
        if (state.changesAfter(day)) {
            epoch.pending.put(token, state);
        } else if (settled.size() < MOST_CACHED_TEXTS) {
            settled.put(text, id);
        }
        return id;
    }

    private short intern(String text) {
        var known = ids.get(text);
        if (known != null) {
            return known;
        }
        int id = states.size();
        if (id > MOST_STATES) {
            throw new IllegalStateException("more than " + MOST_STATES + " different states in one register");
        }
        states.add(StatusState.parse(text));
        ids.put(text, (short) id);
        // Before any reader can meet the new state in the table.
        publish();
        return (short) id;
    }

    private void publish() {
        if (!complete || withdrawn || mapping == null || dataTime == null) {
            return;
        }
        var findings = new Finding[states.size()];
        findings[TokenTable.UNKNOWN] = Finding.NOT_FOUND;
        for (int i = NO_RECORD; i < findings.length; i++) {
            findings[i] = mapping.finding(states.get(i), day);
        }
        register = new Register(mapping.version(), dataTime, day, findings);
    }

    private LocalDate today() {
        return LocalDate.now(clock.withZone(JAKARTA));
    }

    /** At midnight in Jakarta: whoever asks first on a new day makes the index tell that day's state. */
    private void turnTheDay() {
        if (!today().equals(day)) {
            startDay();
        }
    }

    private void turn(Epoch epoch, LocalDate today) {
        epoch.pending.entrySet().removeIf(entry -> {
            var token = entry.getKey();
            epoch.table.put(token.hi(), token.lo(), intern(entry.getValue().on(today)));
            return !entry.getValue().changesAfter(today);
        });
    }

    private synchronized void startDay() {
        var today = today();
        if (today.equals(day)) {
            return;
        }
        settled.clear();
        turn(now, today);
        if (coming != null) {
            turn(coming, today);
        }
        day = today;
        publish();
    }
}
