package id.padan.proof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A head with its signatures, as a C2SP signed note: the head's text, an empty line, a line for each signature. */
public record SignedHead(Head head, List<Signature> signatures) {
    private static final String DASH = "\u2014 ";

    public SignedHead {
        signatures = List.copyOf(signatures);
    }

    /**
     * One signature line.
     *
     * @param name the key's name
     * @param keyId what tells keys of one name apart, see {@link LogKey#id()}
     * @param bytes an Ed25519 signature, for a counter-signature with its 8 bytes of time before it
     */
    public record Signature(String name, int keyId, byte[] bytes) {
        public String line() {
            var raw = ByteBuffer.allocate(Integer.BYTES + bytes.length)
                    .putInt(keyId)
                    .put(bytes)
                    .array();
            return DASH + name + " " + Base64.getEncoder().encodeToString(raw) + "\n";
        }
    }

    /** The signed note. */
    public String note() {
        var note = new StringBuilder(head.text()).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString();
    }

    /** The same head with one more signature. */
    public SignedHead with(Signature signature) {
        var all = new ArrayList<>(signatures);
        all.add(signature);
        return new SignedHead(head, all);
    }

    /** @throws ProofFault if the note is not byte for byte what {@link #note()} writes */
    public static SignedHead parse(String note) throws ProofFault {
        int end = note.indexOf("\n\n");
        if (end < 0) {
            throw new ProofFault("the head has no signature");
        }
        var head = Head.parse(note.substring(0, end + 1));
        var signatures = new ArrayList<Signature>();
        for (var line : note.substring(end + 2).split("\n")) {
            signatures.add(signature(line));
        }
        var parsed = new SignedHead(head, signatures);
        if (!parsed.note().equals(note)) {
            throw new ProofFault("the head's signatures are not written as a signed note");
        }
        return parsed;
    }

    private static Signature signature(String line) throws ProofFault {
        int space = line.lastIndexOf(' ');
        if (line.startsWith(DASH) && space > DASH.length()) {
            try {
                var raw = ByteBuffer.wrap(Base64.getDecoder().decode(line.substring(space + 1)));
                if (raw.remaining() > Integer.BYTES) {
                    int keyId = raw.getInt();
                    var bytes = new byte[raw.remaining()];
                    raw.get(bytes);
                    return new Signature(line.substring(DASH.length(), space), keyId, bytes);
                }
            } catch (IllegalArgumentException notBase64) {
                throw new ProofFault("the head's signatures are not written as a signed note");
            }
        }
        throw new ProofFault("the head's signatures are not written as a signed note");
    }
}
