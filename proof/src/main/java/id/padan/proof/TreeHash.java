package id.padan.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** The hashes of RFC 9162 2.1 with SHA-256. Not for several threads at once. */
public final class TreeHash {
    public static final int BYTES = 32;

    private final MessageDigest sha;

    public TreeHash() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** SHA-256(0x00 || leaf): the 0x00 keeps a leaf from ever being taken for an inner node. */
    public byte[] leaf(byte[] leaf) {
        sha.update((byte) 0);
        return sha.digest(leaf);
    }

    /** As {@link #leaf(byte[])}, of the text in UTF-8. */
    public byte[] leaf(String leaf) {
        return leaf(leaf.getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256(0x01 || left || right). */
    public byte[] node(byte[] left, byte[] right) {
        sha.update((byte) 1);
        sha.update(left);
        return sha.digest(right);
    }

    /** The root of a tree without leaves. */
    public byte[] empty() {
        return sha.digest();
    }

    public byte[] sha256(byte[] bytes) {
        return sha.digest(bytes);
    }

    /**
     * The root to which an inclusion path leads (RFC 9162 2.1.3.2).
     *
     * @throws ProofFault if the path has not the length that index and size demand
     */
    public byte[] root(byte[] leafHash, long index, long size, List<byte[]> path) throws ProofFault {
        if (index < 0 || index >= size) {
            throw new ProofFault("leaf " + index + " cannot be in a log of " + size);
        }
        long fn = index;
        long sn = size - 1;
        var root = leafHash;
        for (var sibling : path) {
            if (sn == 0) {
                throw new ProofFault("the path is too long for leaf " + index + " of " + size);
            }
            if ((fn & 1) == 1 || fn == sn) {
                root = node(sibling, root);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                root = node(root, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        if (sn != 0) {
            throw new ProofFault("the path is too short for leaf " + index + " of " + size);
        }
        return root;
    }

    /**
     * Checks that the log of the earlier root is the beginning of the log of the later one (RFC 9162 2.1.4.2).
     *
     * @throws ProofFault if it is not, or the path does not prove it
     */
    public void requireConsistent(long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> path)
            throws ProofFault {
        if (from < 0 || from > to) {
            throw new ProofFault("a log of " + to + " cannot continue one of " + from);
        }
        if (from == to || from == 0) {
            if (!path.isEmpty()) {
                throw new ProofFault("nothing was to be proven, but there is a path");
            }
            if (!MessageDigest.isEqual(fromRoot, from == 0 ? empty() : toRoot)) {
                throw new ProofFault("two different roots for a log of " + from);
            }
            return;
        }
        boolean complete = Long.bitCount(from) == 1;
        int next = 0;
        long fn = from - 1;
        long sn = to - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        if (!complete && path.isEmpty()) {
            throw new ProofFault("the consistency path is too short");
        }
        var first = complete ? fromRoot : path.get(next++);
        var fr = first;
        var sr = first;
        for (; next < path.size(); next++) {
            if (sn == 0) {
                throw new ProofFault("the consistency path is too long");
            }
            var sibling = path.get(next);
            if ((fn & 1) == 1 || fn == sn) {
                fr = node(sibling, fr);
                sr = node(sibling, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = node(sr, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        if (sn != 0) {
            throw new ProofFault("the consistency path is too short");
        }
        if (!MessageDigest.isEqual(fr, fromRoot) || !MessageDigest.isEqual(sr, toRoot)) {
            throw new ProofFault("the log of " + to + " does not continue the log of " + from);
        }
    }
}
