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
import java.util.concurrent.ConcurrentHashMap;

/**
 * This instance's index of the ASN register: what is said of a token today. Readers never lock. A state is a small number that
 * {@link Register#finding} explains; a change of mapping changes the explanation, not the index.
 */
@Singleton
public class StatusIndex {
    /** Legal days are those of Jakarta. */
    public static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private static final int STALE_DAYS = 7;

    private static final short NO_RECORD = 1;
    private static final short NOT_KNOWN = 2;
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
    /** Texts with dates that will not change again, to what they came to; only a cache, emptied each day. */
    private final Map<String, Placed> settled = new HashMap<>();

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
        // The place of what is no state.
        states.add(StatusState.parse(StatusState.NONE));
        intern(StatusState.NONE);
        intern(StatusState.NOT_KNOWN);
    }

    /**
     * What a text says of a token.
     *
     * @param state of today
     * @param since when it holds, if it never was another one: as {@link TokenTable} has it
     * @param timeline null where since says it all
     */
    private record Placed(short state, int since, Timeline timeline) {}

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
        /** Tokens of which another day says something else than today does; few, and read without a lock. */
        private final Map<NikToken, Timeline> aside = new ConcurrentHashMap<>();

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

        /** As {@link #probe(long[], long[], int, int, short[])}, but the states of a day; explained by that day's {@link Register#on}. */
        public void probe(LocalDate asOf, long[] hi, long[] lo, int from, int n, short[] out) {
            turnTheDay();
            var today = day;
            table.get(hi, lo, from, n, out);
            if (asOf.equals(today)) {
                return;
            }
            int wanted = Timeline.day(asOf);
            for (int i = from; i < from + n; i++) {
                // Most of a list is in no register, and costs nothing here.
                if (out[i] != TokenTable.UNKNOWN) {
                    out[i] = stateOn(wanted, hi[i], lo[i], out[i]);
                }
            }
        }

        /** @throws ProblemException UNAVAILABLE while the register is not loaded, see {@link #register()} */
        public Found find(NikToken token) {
            turnTheDay();
            short state = table.get(token.hi(), token.lo());
            var register = register();
            return new Found(register.finding(state), register);
        }

        /** As {@link #find(NikToken)}, of a day. */
        public Found find(NikToken token, LocalDate asOf) {
            var hi = new long[] {token.hi()};
            var lo = new long[] {token.lo()};
            var state = new short[1];
            probe(asOf, hi, lo, 0, 1, state);
            var register = register().on(asOf);
            return new Found(register.finding(state[0]), register);
        }

        private short stateOn(int wanted, long hi, long lo, short today) {
            if (today == NO_RECORD) {
                return NO_RECORD;
            }
            int since = table.since(hi, lo);
            if (since == TokenTable.ASIDE) {
                var timeline = aside.get(new NikToken(hi, lo));
                // Both may have gone since the state was read.
                return timeline == null ? NO_RECORD : timeline.on(wanted, NOT_KNOWN);
            }
            if (since == TokenTable.ABSENT) {
                return NO_RECORD;
            }
            return since != TokenTable.ALWAYS && wanted < since ? NOT_KNOWN : today;
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
     * What the states mean, all at one moment and on one day; does not change.
     */
    public static final class Register {
        private final StatusMapping mapping;
        private final LocalDate dataTime;
        private final LocalDate day;
        private final List<StatusState> states;
        private final Finding[] findings;
        private final Map<LocalDate, Register> onOtherDays = new ConcurrentHashMap<>();

        private Register(StatusMapping mapping, LocalDate dataTime, LocalDate day, List<StatusState> states) {
            this.mapping = mapping;
            this.dataTime = dataTime;
            this.day = day;
            this.states = states;
            findings = new Finding[states.size()];
            findings[TokenTable.UNKNOWN] = Finding.NOT_FOUND;
            for (int i = NO_RECORD; i < findings.length; i++) {
                findings[i] = i == NOT_KNOWN ? Finding.AS_OF_UNKNOWN : mapping.finding(states.get(i), day);
            }
        }

        /** The same states explained for another day; a few are asked for again and again. */
        public Register on(LocalDate asOf) {
            return asOf.equals(day)
                    ? this
                    : onOtherDays.computeIfAbsent(asOf, other -> new Register(mapping, dataTime, other, states));
        }

        /** The version of the status mapping in force. */
        public String mappingVersion() {
            return mapping.version();
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
            if (change.state().equals(StatusState.NONE)) {
                remove(epoch, token);
            } else {
                place(epoch, token, change.state());
            }
        }
        changed.heard(changes);
    }

    private void remove(Epoch epoch, NikToken token) {
        int since = epoch.table.since(token.hi(), token.lo());
        // A rotation empties every token of the old epoch; none of them needs a slot in the new one's table.
        if (since != TokenTable.ABSENT) {
            epoch.table.put(token.hi(), token.lo(), NO_RECORD, since);
        }
        epoch.pending.remove(token);
        epoch.aside.remove(token);
    }

    private void place(Epoch epoch, NikToken token, String text) {
        epoch.pending.remove(token);
        var placed = placed(text);
        short before = epoch.table.get(token.hi(), token.lo());
        int since = before == TokenTable.UNKNOWN || before == NO_RECORD
                ? TokenTable.ABSENT
                : epoch.table.since(token.hi(), token.lo());
        // Who read the old state must not be told the new one's days for it: then both are looked up together.
        boolean mixes = since != TokenTable.ABSENT && since != placed.since() && before != placed.state();
        if (placed.timeline() != null || mixes || since == TokenTable.ASIDE) {
            put(epoch, token, text, placed);
        } else {
            epoch.table.put(token.hi(), token.lo(), placed.state(), placed.since());
        }
    }

    private void put(Epoch epoch, NikToken token, String text, Placed placed) {
        epoch.aside.put(token, placed.timeline() == null ? timeline(text) : placed.timeline());
        epoch.table.put(token.hi(), token.lo(), placed.state(), TokenTable.ASIDE);
        if (!settled.containsKey(text)) {
            var state = StatusState.parse(text);
            if (state.changesAfter(day)) {
                epoch.pending.put(token, state);
            }
        }
    }

    /** For the load: as {@link #apply}, one token of a database row. */
    synchronized void load(long hi, long lo, String state) {
        load(now, hi, lo, state);
    }

    private void load(Epoch epoch, long hi, long lo, String text) {
        var placed = placed(text);
        if (placed.timeline() == null) {
            epoch.table.put(hi, lo, placed.state(), placed.since());
        } else {
            put(epoch, new NikToken(hi, lo), text, placed);
        }
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

    /** Bytes of the token arrays, as far as today is concerned. */
    public long bytes() {
        return now.table.bytes();
    }

    /** Bytes of what earlier days need: a day beside each token, and what was otherwise. About a hundred for the entry of a map. */
    public long historyBytes() {
        return now.table.sinceBytes()
                + now.aside.values().stream()
                        .mapToLong(timeline -> 100 + timeline.bytes())
                        .sum();
    }

    /** Tokens of which another day says something else than today. */
    public long histories() {
        return now.aside.size();
    }

    private Placed placed(String text) {
        var known = settled.get(text);
        if (known != null) {
            return known;
        }
        if (StatusState.isTimeless(text)) {
            return new Placed(intern(text), TokenTable.ALWAYS, null);
        }
        var state = StatusState.parse(text);
        var timeline = timeline(text);
        short today = stateOn(state, day);
        var placed = timeline.isOne() && timeline.states()[0] == today
                ? new Placed(today, Math.clamp(timeline.from()[0], TokenTable.ALWAYS, TokenTable.ASIDE - 1), null)
                : new Placed(today, TokenTable.ASIDE, timeline);
        if (!state.changesAfter(day) && settled.size() < MOST_CACHED_TEXTS) {
            settled.put(text, placed);
        }
        return placed;
    }

    private Timeline timeline(String text) {
        return Timeline.of(StatusState.parse(text), this::intern);
    }

    private short stateOn(StatusState state, LocalDate date) {
        var text = state.on(date);
        return intern(text.equals(StatusState.NONE) ? StatusState.GONE : text);
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
        register = new Register(mapping, dataTime, day, List.copyOf(states));
    }

    /**
     * Whether answers given on this day are to say STALE_SOURCE.
     *
     * @param dataTime extraction date of the data, null for none
     */
    public static boolean isStale(LocalDate dataTime, LocalDate day) {
        return dataTime != null && dataTime.isBefore(day.minusDays(STALE_DAYS));
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
            epoch.table.put(token.hi(), token.lo(), stateOn(entry.getValue(), today), TokenTable.ASIDE);
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
