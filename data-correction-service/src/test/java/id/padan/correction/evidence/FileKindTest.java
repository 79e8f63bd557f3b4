package id.padan.correction.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;

class FileKindTest {

    @Test
    void knowsWhatMayBeEvidence() throws IOException {
        assertThat(FileKind.of(pdf(false))).contains(FileKind.PDF);
        assertThat(FileKind.of(image("png"))).contains(FileKind.PNG);
        assertThat(FileKind.of(image("jpg"))).contains(FileKind.JPEG);
    }

    @Test
    void refusesWhatIsSomethingElseOrCannotBeRead() throws IOException {
        assertThat(FileKind.of(image("gif"))).isEmpty();
        assertThat(FileKind.of(text("<html><script>alert(1)</script></html>"))).isEmpty();
        assertThat(FileKind.of(text("%PDF-1.7 but nothing behind it"))).isEmpty();
        assertThat(FileKind.of(text("\u0089PNG\r\n"))).isEmpty();
        assertThat(FileKind.of(pdf(true))).isEmpty();
        assertThat(FileKind.of(new byte[0])).isEmpty();
    }

    static byte[] pdf(boolean password) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            document.addPage(new PDPage());
            if (password) {
                document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            }
            document.save(out);
        }
        return out.toByteArray();
    }

    private static byte[] image(String format) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
