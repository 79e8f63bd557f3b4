package id.padan.platform.writing;

import id.padan.platform.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;

/**
 * A multipart/form-data body (RFC 7578) read as it arrives: small fields first, then one file, in the part {@code file}, as a stream.
 * Quarkus' own form handling would spool the file to disk in plain text.
 */
public final class MultipartBody {

    private static final int MOST_FIELDS = 16;
    private static final int LONGEST_FIELD = 1_024;

    private final FileItemInputIterator parts;
    private final BiFunction<String, String, ProblemException> refusal;
    private final Map<String, String> fields = new HashMap<>();
    private FileItemInput file;

    private MultipartBody(FileItemInputIterator parts, BiFunction<String, String, ProblemException> refusal) {
        this.parts = parts;
        this.refusal = refusal;
    }

    /**
     * Reads up to where the file begins.
     *
     * @param refusal makes the problem of a malformed body out of its reason in English and Indonesian
     */
    public static MultipartBody open(
            String contentType, InputStream body, BiFunction<String, String, ProblemException> refusal)
            throws IOException {
        try {
            var opened = new MultipartBody(new Streaming().getItemIterator(new Body(contentType, body)), refusal);
            opened.readFields();
            return opened;
        } catch (FileUploadException malformed) {
            throw refusal.apply("The multipart body cannot be read.", "Isi multipart tidak dapat dibaca.");
        }
    }

    private void readFields() throws IOException {
        while (parts.hasNext()) {
            FileItemInput part = parts.next();
            if ("file".equals(part.getFieldName())) {
                file = part;
                return;
            }
            if (fields.size() >= MOST_FIELDS) {
                throw refusal.apply(
                        "The multipart body has too many fields.", "Isi multipart memuat terlalu banyak isian.");
            }
            try (InputStream in = part.getInputStream()) {
                byte[] value = in.readNBytes(LONGEST_FIELD + 1);
                if (value.length > LONGEST_FIELD) {
                    throw refusal.apply(
                            "A field of the multipart body is too long.", "Sebuah isian multipart terlalu panjang.");
                }
                fields.put(String.valueOf(part.getFieldName()), new String(value, StandardCharsets.UTF_8));
            }
        }
        throw refusal.apply(
                        "The multipart body has no part named \"file\". Send the small fields first, then the file.",
                        "Isi multipart tidak memuat bagian \"file\". Kirim isian kecil lebih dahulu, lalu berkas.")
                .with("field", "file");
    }

    /** What came before the file; a field that came twice has its last value. */
    public Map<String, String> fields() {
        return fields;
    }

    /** As its sender calls it; null if not said. A name that no file can have, with a NUL in it, is refused. */
    public String fileName() {
        try {
            return file.getName();
        } catch (InvalidPathException odd) {
            throw refusal.apply("The file's name has a NUL in it.", "Nama berkas memuat karakter NUL.")
                    .with("field", "file");
        }
    }

    /** The Content-Type of the part; null if not said. */
    public String fileType() {
        return file.getContentType();
    }

    public InputStream file() throws IOException {
        return file.getInputStream();
    }

    /** Reads past the file to the end: what comes after it must be nothing that we would ignore. */
    public void finish() throws IOException {
        try {
            if (parts.hasNext()) {
                throw refusal.apply(
                        "Send the fields before the file and one file only.",
                        "Kirim isian sebelum berkas, dan hanya satu berkas.");
            }
        } catch (FileUploadException malformed) {
            throw refusal.apply("The multipart body ends too early.", "Isi multipart berakhir terlalu awal.");
        }
    }

    private record Body(String contentType, InputStream body) implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public InputStream getInputStream() {
            return body;
        }

        @Override
        public boolean isMultipartRelated() {
            return false;
        }
    }

    /** The library's reader of parts; the side of it that stores them is never used. */
    private static final class Streaming extends AbstractFileUpload<RequestContext, DiskFileItem, DiskFileItemFactory> {
        @Override
        public FileItemInputIterator getItemIterator(RequestContext request) throws IOException {
            return super.getItemIterator(request);
        }

        @Override
        public Map<String, List<DiskFileItem>> parseParameterMap(RequestContext request) {
            throw new UnsupportedOperationException("files are streamed, never stored");
        }

        @Override
        public List<DiskFileItem> parseRequest(RequestContext request) {
            throw new UnsupportedOperationException("files are streamed, never stored");
        }
    }
}
