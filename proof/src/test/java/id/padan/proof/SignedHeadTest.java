package id.padan.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedHeadTest {
    private static final String ORIGIN = "padan/test/log";
    private static final Instant AT = Instant.parse("2026-11-24T10:00:00.000001Z");

    @TempDir
    Path folder;

    private LogSigner signer(String name, LogKey.Use use) throws Exception {
        var file = folder.resolve(name.replace('/', '-'));
        LogSigner.generate(file);
        return LogSigner.load(file, name, use);
    }

    private static Head head() {
        return new Head(ORIGIN, 7, new TreeHash().leaf("root"), new byte[TreeHash.BYTES], AT);
    }

    @Test
    void isWrittenAsACheckpointAndReadBack() throws Exception {
        var signed = signer(ORIGIN, LogKey.Use.HEADS).sign(head());

        assertThat(signed.note())
                .startsWith(ORIGIN + "\n7\n")
                .contains(
                        "\nprevious AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\ntime 2026-11-24T10:00:00.000001Z\n\n\u2014 "
                                + ORIGIN + " ")
                .endsWith("\n");
        assertThat(SignedHead.parse(signed.note()).note()).isEqualTo(signed.note());
    }

    @Test
    void aSignedStatementStandsForItselfOnly() throws Exception {
        var signer = signer(ORIGIN, LogKey.Use.HEADS);
        var signature = signer.signStatement("padan-test-v1", "{\"a\":\"b\"}");

        signer.key().requireStatement("padan-test-v1", "{\"a\":\"b\"}", signature);
        assertThatThrownBy(() -> signer.key().requireStatement("padan-test-v2", "{\"a\":\"b\"}", signature))
                .isInstanceOf(ProofFault.class);
        assertThatThrownBy(() -> signer.key().requireStatement("padan-test-v1", "{\"a\":\"c\"}", signature))
                .isInstanceOf(ProofFault.class);
        assertThatIllegalArgumentException().isThrownBy(() -> signer.signStatement("two\nlines", "{}"));
        var stranger = signer("padan/stranger", LogKey.Use.HEADS);
        assertThatThrownBy(() -> stranger.key().requireStatement("padan-test-v1", "{\"a\":\"b\"}", signature))
                .isInstanceOf(ProofFault.class);
    }

    @Test
    void theKeyOfTheC2spSpecificationIsReadAsItStandsThere() {
        // The verifier key of the Go checksum database, as published.
        var key = LogKey.parse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");

        assertThat(key.name()).isEqualTo("sum.golang.org");
        assertThat(key.id()).isEqualTo(0x033de0ae);
        assertThat(key).hasToString("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogKey.parse("sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"));
    }

    @Test
    void noFlippedBitOfASignedHeadIsAccepted() throws Exception {
        var signer = signer(ORIGIN, LogKey.Use.HEADS);
        var note = signer.sign(head()).note().getBytes(StandardCharsets.UTF_8);
        signer.key().requireOn(SignedHead.parse(new String(note, StandardCharsets.UTF_8)));

        for (int bit = 0; bit < note.length * 8; bit++) {
            var flipped = note.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(
                            () -> signer.key().requireOn(SignedHead.parse(new String(flipped, StandardCharsets.UTF_8))))
                    .as("bit %d of %s", bit, HexFormat.of().formatHex(note))
                    .isInstanceOf(ProofFault.class);
        }
    }

    @Test
    void aCounterSignatureHoldsForItsHeadOnly() throws Exception {
        var log = signer(ORIGIN, LogKey.Use.HEADS);
        var party = signer("kemnaker/log", LogKey.Use.COUNTERSIGNATURES);
        var signed = log.sign(head());
        var both = signed.with(party.counterSign(signed.head(), AT));

        var read = SignedHead.parse(both.note());
        log.key().requireOn(read);
        party.key().requireOn(read);
        assertThat(party.key().timeOn(read)).isEqualTo(Instant.parse("2026-11-24T10:00:00Z"));

        var other = new Head(ORIGIN, 8, head().root(), head().hash(), AT);
        var moved = new SignedHead(other, both.signatures());
        assertThatThrownBy(() -> party.key().requireOn(moved)).isInstanceOf(ProofFault.class);
        assertThatThrownBy(() -> party.key().requireOn(signed)).hasMessageContaining("is not signed with key");
    }

    @Test
    void aKeyFileIsForItsOwnerOnlyAndIsNeverOverwrittenNorQuoted() throws Exception {
        var file = folder.resolve("log.json");
        LogSigner.generate(file);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThatThrownBy(() -> LogSigner.generate(file)).isInstanceOf(java.nio.file.FileAlreadyExistsException.class);

        var wrong = folder.resolve("wrong.json");
        Files.writeString(wrong, "{\"secret\":\"do not quote\"}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogSigner.load(wrong, ORIGIN, LogKey.Use.HEADS))
                .withMessageNotContaining("do not quote")
                .withNoCause();
    }
}
