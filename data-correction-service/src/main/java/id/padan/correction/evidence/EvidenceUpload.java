package id.padan.correction.evidence;

import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;
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
 * A file that arrives, as the whole body or as the part {@code file} of a multipart body. Read in memory up to the limit and never spooled in
 * plain text.
 *
 * @param fields that came with it
 * @param name as its sender calls it; null if not said
 * @param declaredType null if not said
 */
record EvidenceUpload(Map<String, String> fields, String name, String declaredType, byte[] content) {

    static final int LARGEST = 10 << 20;
    private static final int MOST_FIELDS = 8;
    private static final int LONGEST_FIELD = 1_024;

    @Override
    public String toString() {
        return "EvidenceUpload[masked]";
    }

    /** @throws ProblemException EVIDENCE_TOO_LARGE as soon as the limit is passed */
    static EvidenceUpload plain(String type, String name, InputStream body) throws IOException {
        return new EvidenceUpload(Map.of(), name, type, content(body));
    }

    static EvidenceUpload multipart(String contentType, InputStream body) throws IOException {
        try {
            FileItemInputIterator parts = new Streaming().getItemIterator(new Body(contentType, body));
            Map<String, String> fields = new HashMap<>();
            while (parts.hasNext()) {
                FileItemInput part = parts.next();
                if ("file".equals(part.getFieldName())) {
                    return new EvidenceUpload(
                            fields, part.getName(), part.getContentType(), content(part.getInputStream()));
                }
                byte[] value = part.getInputStream().readNBytes(LONGEST_FIELD + 1);
                if (fields.size() >= MOST_FIELDS || value.length > LONGEST_FIELD) {
                    throw malformed();
                }
                fields.put(String.valueOf(part.getFieldName()), new String(value, StandardCharsets.UTF_8));
            }
            throw malformed();
        } catch (FileUploadException e) {
            throw malformed();
        }
    }

    private static byte[] content(InputStream in) throws IOException {
        byte[] content = in.readNBytes(LARGEST + 1);
        if (content.length > LARGEST) {
            throw EvidenceProblem.EVIDENCE_TOO_LARGE.with(
                    "A file of evidence has at most 10 MiB.", "Berkas bukti paling besar 10 MiB.");
        }
        return content;
    }

    private static ProblemException malformed() {
        return Words.invalid(
                "file",
                "Send the small fields first and then one part named file.",
                "Kirim isian kecil lebih dahulu, lalu satu bagian bernama file.");
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
