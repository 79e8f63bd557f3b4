package id.padan.platform.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.prf.AesCmacPrfKey;
import com.google.crypto.tink.prf.AesCmacPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import com.google.crypto.tink.util.SecretBytes;
import id.padan.platform.nik.Nik;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenKeysTest {
    /** NIST SP 800-38B, AES-256 examples (updated 2016), D.3. */
    private static final byte[] NIST_KEY =
            HexFormat.of().parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");

    @TempDir
    Path folder;

    @Test
    void macsAsNistDoes() throws GeneralSecurityException {
        var prfs = keyset(1, NIST_KEY).getPrimitive(RegistryConfiguration.get(), PrfSet.class);

        assertThat(hex(prfs.computePrimary(new byte[0], 16))).isEqualTo("028962f61b7bf89efc6b551f4667d983");
        assertThat(hex(prfs.computePrimary(HexFormat.of().parseHex("6bc1bee22e409f96e93d7e117393172a"), 16)))
                .isEqualTo("28a7023f452e8f82bd4bf28d8c37c35c");
    }

    @Test
    void derivesTheSubkeyAsNistDoes() {
        var cmac = new BulkCmac(NIST_KEY);

        assertThat(new NikToken(cmac.subkeyHi, cmac.subkeyLo).toKey()).isEqualTo("cad1ed03299eedac2e9a99808621502f");
    }

    @Test
    void singleAndBulkGiveTheSameToken() {
        var keys = TokenKeys.of(keyset(7, NIST_KEY), "test");
        long[] niks = {1_101_010_101_909_990L, 0L, 9_999_999_999_999_999L};
        var hi = new long[3];
        var lo = new long[3];

        keys.tokens(niks, 0, 3, hi, lo);

        for (int i = 0; i < niks.length; i++) {
            assertThat(new NikToken(hi[i], lo[i]))
                    .isEqualTo(byTink(keyset(7, NIST_KEY), niks[i]))
                    .isEqualTo(keys.token(Nik.of(niks[i])));
        }
        assertThat(keys.current()).isEqualTo(7);
        assertThat(keys.epochs()).containsExactly(7);
    }

    @Test
    void bulkRefusesWhatIsNoNikAndUnknownEpochs() {
        var keys = TokenKeys.of(keyset(1, NIST_KEY), "test");
        var one = new long[1];

        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.tokens(new long[] {10_000_000_000_000_000L}, 0, 1, one, one));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.tokens(new long[] {-1}, 0, 1, one, one));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.tokens(2, new long[] {1}, 0, 1, one, one));
    }

    @Test
    void generatesAKeysetForItsOwnerOnlyAndNeverOverwritesOne() throws Exception {
        var file = folder.resolve("keys/token.json");

        TokenKeys.generate(file);

        var token = TokenKeys.load(file).token(new Nik("1101010101909990"));
        assertThat(TokenKeys.load(file).token(new Nik("1101010101909990"))).isEqualTo(token);
        assertThat(TokenKeys.load(file).current()).isEqualTo(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> TokenKeys.generate(file)).isInstanceOf(FileAlreadyExistsException.class);
        TokenKeys.main(new String[] {file.toString()});
        assertThat(TokenKeys.load(file).token(new Nik("1101010101909990"))).isEqualTo(token);
    }

    @Test
    void refusesAFileThatIsNoKeysetWithoutQuotingIt() throws Exception {
        var file = Files.writeString(folder.resolve("broken.json"), "{\"key\":\"s3cret\"}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenKeys.load(file))
                .withMessageContaining("broken.json")
                .withMessageNotContaining("s3cret")
                .withNoCause();
    }

    @Test
    void refusesAnEpochThatTheStoreCannotHold() {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenKeys.of(keyset(40_000, NIST_KEY), "test"));
    }

    @Test
    void aKeyAddedToTheFileIsReadWithoutARestartAndTheOldOneGoesWhenItIsNoLongerNeeded(@TempDir Path folder)
            throws IOException {
        var file = folder.resolve("keys.json");
        TokenKeys.generate(file);
        var keys = TokenKeys.load(file);
        var nik = new Nik("1101010101909990");
        var before = keys.token(nik);

        assertThat(TokenKeys.addKey(file)).isEqualTo(2);
        touch(file, 1);
        keys.refresh(1);
        assertThat(keys.epochs()).containsExactly(1, 2);
        assertThat(keys.current()).isEqualTo(1);
        assertThat(keys.token(1, nik)).isEqualTo(before).isEqualTo(keys.token(nik));
        assertThat(keys.token(2, nik)).isNotEqualTo(before);

        TokenKeys.keepOnly(file, 2);
        touch(file, 2);
        // Somebody still answers from epoch 1.
        keys.refresh(1);
        assertThat(keys.epochs()).containsExactly(1, 2);
        touch(file, 3);
        keys.refresh(2);
        assertThat(keys.epochs()).containsExactly(2);
        assertThat(keys.current()).isEqualTo(2);

        Files.writeString(file, "{");
        touch(file, 4);
        keys.refresh(2);
        assertThat(keys.has(2)).isTrue();
    }

    private static void touch(Path file, int seconds) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + seconds * 1_000L));
    }

    @Test
    void tokenReadsBackFromKeyAndUuidAndIsMasked() {
        var token = new NikToken(0x0123456789abcdefL, 0xfedcba9876543210L);

        assertThat(token.toKey()).isEqualTo("0123456789abcdeffedcba9876543210");
        assertThat(NikToken.of(token.toKey())).isEqualTo(token);
        assertThat(NikToken.of(token.toUuid())).isEqualTo(token);
        assertThat(token.toString()).doesNotContain("0123");
        for (var bad :
                new String[] {"", "0123", "+123456789abcdeffedcba9876543210", "g123456789abcdeffedcba9876543210"}) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> NikToken.of(bad));
        }
    }

    static KeysetHandle keyset(int epoch, byte[] key) {
        try {
            PrfConfig.register();
            var prf = AesCmacPrfKey.create(
                    AesCmacPrfParameters.create(32), SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()));
            return KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(prf).withFixedId(epoch).makePrimary())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What Tink itself makes of a NIK's digits. */
    static NikToken byTink(KeysetHandle keyset, long nik) {
        try {
            var mac = ByteBuffer.wrap(keyset.getPrimitive(RegistryConfiguration.get(), PrfSet.class)
                    .computePrimary(Nik.of(nik).digits().getBytes(StandardCharsets.US_ASCII), 16));
            return new NikToken(mac.getLong(), mac.getLong());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
