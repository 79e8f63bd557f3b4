package id.padan.verification.batch;

import id.padan.platform.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;

/**
 * A multipart/form-data body (RFC 7578) read as it arrives: small fields first, then the file as a stream. Quarkus' own form handling
 * would spool the list to disk in plain text.
 */
final class MultipartUpload {
    private static final int MAX_FIELD_BYTES = 1_024;
    private static final int MAX_FIELDS = 16;

    private final FileItemInputIterator parts;
    private final Map<String, String> fields = new HashMap<>();
    private FileItemInput file;

    private MultipartUpload(FileItemInputIterator parts) {
        this.parts = parts;
    }

    /** Reads up to where the file begins. */
    static MultipartUpload open(String contentType, InputStream body) throws IOException {
        try {
            var upload = new MultipartUpload(new Streaming().getItemIterator(new Body(contentType, body)));
            upload.readFields();
            return upload;
        } catch (FileUploadException malformed) {
            throw malformed("The multipart body cannot be read.", "Isi multipart tidak dapat dibaca.");
        }
    }

    private void readFields() throws IOException {
        while (parts.hasNext()) {
            var part = parts.next();
            if ("file".equals(part.getFieldName())) {
                file = part;
                return;
            }
            if (fields.size() >= MAX_FIELDS) {
                throw malformed(
                        "The multipart body has too many fields.", "Isi multipart memuat terlalu banyak isian.");
            }
            try (var in = part.getInputStream()) {
                var value = in.readNBytes(MAX_FIELD_BYTES + 1);
                if (value.length > MAX_FIELD_BYTES) {
                    throw malformed(
                            "A field of the multipart body is too long.", "Sebuah isian multipart terlalu panjang.");
                }
                fields.put(String.valueOf(part.getFieldName()), new String(value, StandardCharsets.UTF_8));
            }
        }
        throw malformed(
                        "The multipart body has no part named \"file\". Send purpose, program and as-of first, then the file.",
                        "Isi multipart tidak memuat bagian \"file\". Kirim purpose, program, dan as-of lebih dahulu, lalu berkas.")
                .with("field", "file");
    }

    /** The fields before the file win over the headers. */
    UploadRequest request(UploadRequest headers) {
        return new UploadRequest(
                fields.getOrDefault("purpose", headers.purpose()),
                fields.getOrDefault("program", headers.programme()),
                fields.getOrDefault("as-of", headers.asOf()),
                headers.fileName() != null ? headers.fileName() : file.getName());
    }

    InputStream file() throws IOException {
        return file.getInputStream();
    }

    /** Reads past the file to the end: what comes after it must be nothing that we would ignore. */
    void finish() throws IOException {
        try {
            if (parts.hasNext()) {
                throw malformed(
                        "Send the fields before the file and one file only.",
                        "Kirim isian sebelum berkas, dan hanya satu berkas.");
            }
        } catch (FileUploadException malformed) {
            throw malformed("The multipart body ends too early.", "Isi multipart berakhir terlalu awal.");
        }
    }

    private static ProblemException malformed(String en, String idn) {
        return ProblemException.of(BatchProblem.UPLOAD_MALFORMED, en, idn);
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
            throw new UnsupportedOperationException("lists are streamed, never stored");
        }

        @Override
        public List<DiskFileItem> parseRequest(RequestContext request) {
            throw new UnsupportedOperationException("lists are streamed, never stored");
        }
    }
}
