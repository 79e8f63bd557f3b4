package id.padan.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks a whole log from its first leaf, group by group, and says what is wrong with it: each group's leaves must lead to its head, each
 * head must be signed, name the one before it and be no earlier than it.
 */
public final class LogWalk {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final List<LogKey> keys;
    private final TreeHash hash = new TreeHash();
    private long size;
    private List<byte[]> peaks = List.of();
    private byte[] previous = new byte[TreeHash.BYTES];
    private Instant at = Instant.MIN;

    /** @param keys any of which may have signed a head */
    public LogWalk(List<LogKey> keys) {
        this.keys = List.copyOf(keys);
    }

    public long size() {
        return size;
    }

    /** The time of the last head; {@link Instant#MIN} before the first. */
    public Instant at() {
        return at;
    }

    /**
     * Goes on over the next group.
     *
     * @return the log as it has grown
     * @throws ProofFault if the group does not continue the log
     */
    public Growth next(long first, List<String> leaves, String note) throws ProofFault {
        if (first != size) {
            throw new ProofFault("leaf " + size + " is missing: the next group begins with leaf " + first);
        }
        if (leaves.isEmpty()) {
            throw new ProofFault("the group at leaf " + first + " is empty");
        }
        var signed = SignedHead.parse(note);
        var head = signed.head();
        var where = "the head at " + head.size() + ": ";
        var hashes = new ArrayList<byte[]>(leaves.size());
        for (var leaf : leaves) {
            hashes.add(hash.leaf(leaf));
        }
        var growth = Growth.of(size, peaks, hashes, hash);
        if (head.size() != growth.size()) {
            throw new ProofFault(
                    where + "there are " + growth.size() + " leaves up to its group, so leaves are missing or added");
        }
        requireSigned(signed, where);
        if (!MessageDigest.isEqual(head.root(), growth.root())) {
            throw new ProofFault(where + "leaves " + first + " to " + (growth.size() - 1)
                    + " do not lead to its root, so one of them was altered");
        }
        if (!MessageDigest.isEqual(head.previous(), previous)) {
            throw new ProofFault(where + "it does not follow the head at " + size);
        }
        if (head.at().isBefore(at)) {
            throw new ProofFault(where + "it is older than the one before it");
        }
        for (int i = 0; i < leaves.size(); i++) {
            if (!timeOf(leaves.get(i), first + i).equals(head.at())) {
                throw new ProofFault("leaf " + (first + i) + " bears another time than its head");
            }
        }
        size = growth.size();
        peaks = growth.peaks();
        previous = head.hash();
        at = head.at();
        return growth;
    }

    private void requireSigned(SignedHead signed, String where) throws ProofFault {
        for (var key : keys) {
            if (key.isOn(signed)) {
                try {
                    key.requireOn(signed);
                    return;
                } catch (ProofFault fault) {
                    throw new ProofFault(where + fault.getMessage());
                }
            }
        }
        throw new ProofFault(where + "it is signed with none of the given keys");
    }

    private static Instant timeOf(String leaf, long index) throws ProofFault {
        try {
            JsonNode at = MAPPER.readTree(leaf).path("at");
            if (at.isTextual()) {
                return Instant.parse(at.textValue());
            }
        } catch (IOException | DateTimeException notALeaf) {
            throw new ProofFault("leaf " + index + " is not written as a leaf");
        }
        throw new ProofFault("leaf " + index + " bears no time");
    }
}
