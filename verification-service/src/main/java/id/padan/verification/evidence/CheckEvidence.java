package id.padan.verification.evidence;

import id.padan.platform.database.Trip;
import id.padan.platform.nik.Nik;
import id.padan.verification.answer.Answer;
import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.list.RowStatus;
import id.padan.verification.projection.StatusIndex;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The evidence of single checks: one sealed row for each group that shares a transaction, in that transaction, so that no answer is
 * without evidence and the group pays for one row.
 *
 * <p>Form before encryption, big-endian: version (1 byte, 1), epoch (2), parties (1 byte count, each 1 byte length and UTF-8), checks
 * (4 bytes count, each: id (16), token (8), party's number (1), code of {@link Said} (1)).
 */
@Singleton
public class CheckEvidence {
    private static final byte VERSION = 1;
    private static final int CHECK_BYTES = 26;

    private final EvidenceStore store;
    private final EvidenceTokens tokens;
    private final ContentKeys contentKeys;
    private volatile Today today;

    CheckEvidence(EvidenceStore store, EvidenceTokens tokens, ContentKeys contentKeys) {
        this.store = store;
        this.tokens = tokens;
        this.contentKeys = contentKeys;
    }

    /**
     * One answered check.
     *
     * @param answer null unless answered
     */
    public record Entry(UUID check, String party, Nik nik, RowStatus status, Answer answer) {}

    /** One found check. */
    record Found(UUID check, String party, Said said) {}

    private record Today(LocalDate day, EvidenceCipher cipher) {}

    /**
     * Seals a group; its day's key is made on another connection, so prepare before a lock is held.
     */
    public Sealed seal(List<Entry> group) {
        var now = today(LocalDate.ofInstant(Instant.now(), StatusIndex.JAKARTA));
        return new Sealed(now.day(), now.cipher().seal(owner(now.day()), 0, write(group)));
    }

    /** A group's evidence, ready to be kept in the transaction that records the group. */
    public record Sealed(LocalDate day, byte[] bytes) {
        public void keep(Trip trip) {
            EvidenceStore.keepChecks(trip, day, bytes);
        }
    }

    private byte[] write(List<Entry> group) {
        var parties = new ArrayList<byte[]>();
        var names = group.stream().map(Entry::party).distinct().toList();
        int size = 1 + 2 + 1 + 4 + group.size() * CHECK_BYTES;
        for (var name : names) {
            parties.add(name.getBytes(StandardCharsets.UTF_8));
            size += 1 + parties.getLast().length;
        }
        var bytes = ByteBuffer.allocate(size).put(VERSION).putShort((short) tokens.epoch());
        bytes.put((byte) parties.size());
        parties.forEach(party -> bytes.put((byte) party.length).put(party));
        bytes.putInt(group.size());
        var niks = group.stream().mapToLong(entry -> entry.nik().value()).toArray();
        var made = tokens.tokens(niks, niks.length);
        for (int i = 0; i < made.length; i++) {
            var entry = group.get(i);
            bytes.putLong(entry.check().getMostSignificantBits())
                    .putLong(entry.check().getLeastSignificantBits())
                    .putLong(made[i])
                    .put((byte) names.indexOf(entry.party()))
                    .put((byte) Said.code(entry.status(), entry.answer()));
        }
        return bytes.array();
    }

    /** The checks of a group that asked about the token's NIK. */
    List<Found> find(EvidenceStore.Day day, byte[] sealed, EvidenceRows.TokenOfEpoch wanted) {
        try {
            var in = ByteBuffer.wrap(cipher(day.wrappedKey(), day.day()).open(owner(day.day()), 0, sealed));
            if (in.get() != VERSION) {
                throw new IllegalStateException("evidence of checks of an unknown version");
            }
            long token = wanted.token(in.getShort());
            var parties = new String[in.get()];
            for (int i = 0; i < parties.length; i++) {
                var name = new byte[in.get() & 0xff];
                in.get(name);
                parties[i] = new String(name, StandardCharsets.UTF_8);
            }
            var found = new ArrayList<Found>();
            for (int n = in.getInt(); n > 0; n--) {
                var id = new UUID(in.getLong(), in.getLong());
                boolean same = in.getLong() == token && token != 0;
                int party = in.get();
                int code = in.get();
                if (same) {
                    found.add(new Found(id, parties[party], Said.of(code)));
                }
            }
            return found;
        } catch (java.security.GeneralSecurityException | UnreadableChunk e) {
            throw new IllegalStateException("evidence of checks of " + day.day() + " does not open");
        }
    }

    private Today today(LocalDate day) {
        var known = today;
        if (known == null || !known.day().equals(day)) {
            try {
                var wrapped = store.dayKey(day, contentKeys.wrapForGood(ContentKeys.newDataKey(), owner(day)));
                known = new Today(day, cipher(wrapped, day));
                today = known;
            } catch (UnreadableChunk e) {
                throw new IllegalStateException("the evidence key of " + day + " cannot be unwrapped");
            }
        }
        return known;
    }

    private EvidenceCipher cipher(byte[] wrapped, LocalDate day) throws UnreadableChunk {
        return new EvidenceCipher(contentKeys.unwrapForGood(wrapped, owner(day)));
    }

    private static UUID owner(LocalDate day) {
        return new UUID(0, day.toEpochDay());
    }
}
