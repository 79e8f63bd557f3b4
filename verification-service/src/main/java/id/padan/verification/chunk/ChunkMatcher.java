package id.padan.verification.chunk;

import id.padan.platform.token.TokenKeys;
import id.padan.verification.answer.Answer;
import id.padan.verification.list.PackedRows;
import id.padan.verification.list.RowStatus;
import id.padan.verification.projection.StatusIndex;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;

/** Turns an encrypted chunk into answers: token, probe, 2 bits a row, commitment. Keeps nothing and tells nobody. */
@ApplicationScoped
public class ChunkMatcher {
    private final TokenKeys keys;
    private final StatusIndex index;

    ChunkMatcher(TokenKeys keys, StatusIndex index) {
        this.keys = keys;
        this.index = index;
    }

    /**
     * Decrypts and matches one chunk.
     *
     * @param asOf the day of which is answered; usually today
     * @throws UnreadableChunk if value, key and place do not belong together, or the rows are not packed rows
     * @throws id.padan.platform.problem.ProblemException UNAVAILABLE while the register is not loaded here
     */
    public MatchedChunk match(ChunkId id, long firstRow, int rows, byte[] encrypted, byte[] dataKey, LocalDate asOf)
            throws UnreadableChunk {
        var packed = open(id, firstRow, rows, encrypted, dataKey);
        int[] asked = new int[rows];
        short[] states = new short[rows];
        int n = probe(packed, asOf, asked, states);
        // After the probe: this register knows every state that the probe has met.
        var register = index.register().on(asOf);
        var block = new AnswerBlock(rows);
        var answers = new long[Answer.values().length];
        long unmapped = 0;
        long asOfUnknown = 0;
        for (int i = 0; i < n; i++) {
            var finding = register.finding(states[i]);
            int row = asked[i];
            if (finding.mapped() == null) {
                unmapped++;
                if (finding.known()) {
                    block.unmapped(row);
                } else {
                    block.unknown(row);
                    asOfUnknown++;
                }
            } else {
                block.answer(row, finding.mapped());
                answers[finding.mapped().ordinal()]++;
            }
            if (finding.shared()) {
                block.shared(row);
            }
            if (finding.notValidated()) {
                block.notValidated(row);
            }
        }
        var counts = ChunkCounts.of(refused(packed), answers, unmapped, asOfUnknown, rows);
        var root = new RowCommitments(dataKey).root(packed, block);
        return new MatchedChunk(id, counts, block, root, register.mappingVersion(), register.dataTime(), asOf);
    }

    /**
     * Decrypts one chunk.
     *
     * @throws UnreadableChunk if value, key and place do not belong together, or the rows are not packed rows
     */
    public static PackedRows open(ChunkId id, long firstRow, int rows, byte[] encrypted, byte[] dataKey)
            throws UnreadableChunk {
        var plain = new ChunkCipher(dataKey).decrypt(id, firstRow, rows, encrypted);
        PackedRows packed;
        try {
            packed = PackedRows.read(plain);
        } catch (IllegalArgumentException notPacked) {
            throw new UnreadableChunk("its rows are not packed as this version packs them");
        }
        if (packed.number() != id.number() || packed.firstRow() != firstRow || packed.rows() != rows) {
            throw new UnreadableChunk("its rows are not those that its place promises");
        }
        return packed;
    }

    private int probe(PackedRows packed, LocalDate asOf, int[] asked, short[] states) {
        var niks = new long[packed.rows()];
        int n = packed.fill(niks, asked);
        var hi = new long[n];
        var lo = new long[n];
        var epoch = index.now();
        keys.tokens(epoch.number(), niks, 0, n, hi, lo);
        epoch.probe(asOf, hi, lo, 0, n, states);
        return n;
    }

    private static long[] refused(PackedRows packed) {
        var byStatus = new long[RowStatus.values().length];
        for (int i = 0; i < packed.rows(); i++) {
            var status = packed.status(i);
            if (status != null) {
                byStatus[status.ordinal()]++;
            }
        }
        return byStatus;
    }
}
