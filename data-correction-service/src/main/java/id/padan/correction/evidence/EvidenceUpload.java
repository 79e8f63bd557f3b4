package id.padan.correction.evidence;

import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.MultipartBody;
import id.padan.platform.writing.Words;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

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

    @Override
    public String toString() {
        return "EvidenceUpload[masked]";
    }

    /** @throws ProblemException EVIDENCE_TOO_LARGE as soon as the limit is passed */
    static EvidenceUpload plain(String type, String name, InputStream body) throws IOException {
        return new EvidenceUpload(Map.of(), name, type, content(body));
    }

    static EvidenceUpload multipart(String contentType, InputStream body) throws IOException {
        var parts = MultipartBody.open(contentType, body, (en, id) -> Words.invalid("file", en, id));
        return new EvidenceUpload(parts.fields(), parts.fileName(), parts.fileType(), content(parts.file()));
    }

    private static byte[] content(InputStream in) throws IOException {
        byte[] content = in.readNBytes(LARGEST + 1);
        if (content.length > LARGEST) {
            throw EvidenceProblem.EVIDENCE_TOO_LARGE.with(
                    "A file of evidence has at most 10 MiB.", "Berkas bukti paling besar 10 MiB.");
        }
        return content;
    }
}
