package id.padan.verification.standing;

import id.padan.platform.token.TokenKeys;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.Batches;
import id.padan.verification.chunk.AnswerBlock;
import id.padan.verification.chunk.ChunkManifest;
import id.padan.verification.chunk.ChunkMatcher;
import id.padan.verification.chunk.ChunkReaders;
import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.projection.StatusIndex;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares one list with what the register says now: its chunks are decrypted and tokenised again, and kept nowhere. */
@ApplicationScoped
class Comparing {
    /** Rows told in one notice at most. */
    private static final int MOST_AT_ONCE = 1_000;

    private final Batches batches;
    private final StandingStore store;
    private final Telling telling;
    private final TokenKeys keys;
    private final StatusIndex index;
    private final ContentKeys contentKeys;
    private final ChunkReaders readers;

    Comparing(
            Batches batches,
            StandingStore store,
            Telling telling,
            TokenKeys keys,
            StatusIndex index,
            ContentKeys contentKeys,
            ChunkReaders readers) {
        this.batches = batches;
        this.store = store;
        this.telling = telling;
        this.keys = keys;
        this.index = index;
        this.contentKeys = contentKeys;
        this.readers = readers;
    }

    /**
     * How a comparison ended.
     *
     * @param whole false if it has to be done again: the agreement or a hold closed it meanwhile
     */
    record Outcome(long rows, int told, boolean whole) {}

    /** @param changed only rows with these tokens; empty for all rows */
    Outcome compare(Batch batch, Optional<TokenSet> changed) throws UnreadableChunk {
        var key = contentKeys.unwrap(batch.wrappedKey(), batch.id(), batch.attempt());
        var told = store.told(batch.id());
        var run = new Run(batch, told);
        var reader = readers.borrow();
        try {
            for (var chunk : batches.manifests(batch.id(), batch.attempt(), false)) {
                var rows = ChunkMatcher.open(chunk.id(), chunk.firstRow(), chunk.rows(), reader.read(chunk), key);
                run.rows += rows.rows();
                var niks = new long[rows.rows()];
                var places = new int[rows.rows()];
                int asked = rows.fill(niks, places);
                if (!compare(run, chunk, niks, places, asked, changed)) {
                    return new Outcome(run.rows, run.told, false);
                }
            }
            boolean whole = run.tellAll();
            return new Outcome(run.rows, run.told, whole);
        } finally {
            readers.giveBack(reader);
        }
    }

    private boolean compare(
            Run run, ChunkManifest chunk, long[] niks, int[] places, int asked, Optional<TokenSet> changed)
            throws UnreadableChunk {
        var hi = new long[asked];
        var lo = new long[asked];
        var epoch = index.now();
        keys.tokens(epoch.number(), niks, 0, asked, hi, lo);
        int n = changed.map(set -> only(set, hi, lo, places, asked)).orElse(asked);
        if (n == 0) {
            return true;
        }
        var answers = batches.findAnswers(chunk.id())
                .orElseThrow(() -> new UnreadableChunk("its answers are no longer kept"))
                .answers();
        if (answers == null) {
            // The agreement closed before these rows were answered: there is no earlier answer.
            return true;
        }
        var block = AnswerBlock.of(answers);
        var states = new short[n];
        if (run.batch.looksBack()) {
            // What was asked is how it was on that day: only what is learnt of that day is a change.
            epoch.probe(run.batch.asOf(), hi, lo, 0, n, states);
        } else {
            epoch.probe(hi, lo, 0, n, states);
        }
        var now = index.register();
        if (!run.use(run.batch.looksBack() ? now.on(run.batch.asOf()) : now)) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            long row = chunk.firstRow() + places[i];
            int code = RowState.code(run.register.finding(states[i]));
            Integer last = run.last.get(row);
            int before = last == null ? RowState.code(block, places[i]) : last;
            if (before != code && !run.add(new Difference(row, before, code))) {
                return false;
            }
        }
        return true;
    }

    /** Moves what is in the set to the front. */
    private static int only(TokenSet set, long[] hi, long[] lo, int[] places, int asked) {
        int n = 0;
        for (int i = 0; i < asked; i++) {
            if (set.contains(hi[i], lo[i])) {
                hi[n] = hi[i];
                lo[n] = lo[i];
                places[n++] = places[i];
            }
        }
        return n;
    }

    /** One comparison under way. */
    private final class Run {
        private final Batch batch;
        private final Map<Long, Integer> last;
        private final List<Difference> differences = new ArrayList<>();
        private StatusIndex.Register register;
        private long rows;
        private int told;

        private Run(Batch batch, Map<Long, Integer> last) {
            this.batch = batch;
            this.last = last;
        }

        /** A notice stands under one mapping and one day. */
        private boolean use(StatusIndex.Register now) {
            boolean same = register == null
                    || register.mappingVersion().equals(now.mappingVersion())
                            && register.day().equals(now.day());
            if (!same && !tellAll()) {
                return false;
            }
            register = now;
            return true;
        }

        private boolean add(Difference difference) {
            differences.add(difference);
            return differences.size() < MOST_AT_ONCE || tellAll();
        }

        private boolean tellAll() {
            if (differences.isEmpty()) {
                return true;
            }
            if (!telling.tell(batch, register, List.copyOf(differences))) {
                return false;
            }
            told += differences.size();
            differences.clear();
            return true;
        }
    }
}
