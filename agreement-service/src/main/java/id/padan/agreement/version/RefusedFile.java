package id.padan.agreement.version;

import id.padan.agreement.document.Finding;
import java.time.Instant;
import java.util.List;

/** The last refusal of a file, shown until a good version comes from it. */
public record RefusedFile(String fileName, String sha256, Instant refusedAt, List<Finding> findings) {}
