package id.padan.verification.evidence;

import id.padan.platform.nik.Nik;
import id.padan.platform.token.TokenKeys;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The tokens by which evidence knows NIKs: AES-CMAC (NIST SP 800-38B) under an evidence keyset of their own ({@code
 * PADAN_EVIDENCE_KEYSET}), cut to the first 8 bytes: among 16 million rows a stranger's token is met once in 10^12 searches. Neither
 * index nor log can be read with this key, nor evidence with theirs.
 */
@Singleton
class EvidenceTokens {
    private final TokenKeys keys;

    EvidenceTokens(@ConfigProperty(name = "PADAN_EVIDENCE_KEYSET") Path file) throws IOException {
        keys = TokenKeys.load(file);
    }

    /** The epoch under which evidence is written now. */
    int epoch() {
        return keys.current();
    }

    /** The epochs whose evidence can still be searched. */
    Set<Integer> epochs() {
        return keys.epochs();
    }

    /** The tokens of the first {@code n} NIKs under the current epoch. */
    long[] tokens(long[] niks, int n) {
        var hi = new long[n];
        keys.tokens(niks, 0, n, hi, new long[n]);
        return hi;
    }

    /** A NIK's token under an epoch of {@link #epochs()}. */
    long token(int epoch, Nik nik) {
        var hi = new long[1];
        keys.tokens(epoch, new long[] {nik.value()}, 0, 1, hi, new long[1]);
        return hi[0];
    }
}
