package id.padan.correction.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;

/** What may be evidence. The content says what a file is; what its sender calls it has only to agree. */
enum FileKind {
    PDF("application/pdf", "pdf"),
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg");

    private static final int MOST_PIXELS = 100_000_000;

    private final String mediaType;
    private final String ending;

    FileKind(String mediaType, String ending) {
        this.mediaType = mediaType;
        this.ending = ending;
    }

    String mediaType() {
        return mediaType;
    }

    /** For the name under which it is given out. */
    String ending() {
        return ending;
    }

    /** Empty for anything else, for what is damaged, and for a PDF with a password, which nobody could look at. */
    static Optional<FileKind> of(byte[] content) {
        if (startsAs(content, "%PDF-")) {
            return isReadablePdf(content) ? Optional.of(PDF) : Optional.empty();
        }
        return image(content);
    }

    private static boolean startsAs(byte[] content, String start) {
        for (int i = 0; i < start.length(); i++) {
            if (content.length <= i || content[i] != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isReadablePdf(byte[] content) {
        try (PDDocument document = Loader.loadPDF(content)) {
            return !document.isEncrypted() && document.getNumberOfPages() > 0;
        } catch (IOException | RuntimeException damaged) {
            return false;
        }
    }

    /** By the head only: no pixel is decoded. */
    private static Optional<FileKind> image(byte[] content) {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(content))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels < 1 || pixels > MOST_PIXELS) {
                    return Optional.empty();
                }
                return switch (reader.getFormatName().toLowerCase(Locale.ROOT)) {
                    case "png" -> Optional.of(PNG);
                    case "jpeg" -> Optional.of(JPEG);
                    default -> Optional.empty();
                };
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException damaged) {
            return Optional.empty();
        }
    }
}
