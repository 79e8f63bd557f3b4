package id.padan.verification.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class RowSaltsTest {
    private final byte[] dataKey = ContentKeys.newDataKey();

    private byte[] group(long firstRow) {
        var salts = new byte[RowSalts.GROUP * RowSalts.SALT_BYTES];
        new RowSalts(dataKey).group(firstRow, salts);
        return salts;
    }

    @Test
    void isTheRowNumberUnderAKeyDerivedFromTheDataKey() throws Exception {
        var key = KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract()
                        .addIKM(dataKey)
                        .thenExpand("padan row salts 2".getBytes(StandardCharsets.US_ASCII), 32));
        var aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        var expected = aes.doFinal(ByteBuffer.allocate(16).putLong(8, 66).array());
        assertThat(Arrays.copyOfRange(group(65), 16, 32)).isEqualTo(expected);
    }

    @Test
    void givesEachRowItsOwn() {
        var seen = new HashSet<String>();
        for (long first = 1; first < 64 * 20; first += 64) {
            var salts = group(first);
            for (int i = 0; i < 64; i++) {
                seen.add(Arrays.toString(Arrays.copyOfRange(salts, i * 16, i * 16 + 16)));
            }
        }
        assertThat(seen).hasSize(64 * 20);
    }
}
