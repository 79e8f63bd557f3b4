package id.padan.agreement.archive;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.CaseStep;
import id.padan.agreement.casework.Draft;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Jdbi;

@Once
@Path("/api/agreements/v1/agreements/{id}/documents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Documents", description = "Originals, scans, letters and minutes with their hash (Ps 13)")
class DocumentResource {
    private static final int LARGEST = 8 << 20;
    private static final Set<String> KINDS = Set.of("ORIGINAL", "SCAN", "LETTER", "MINUTES", "STATEMENT", "MATERIAL");
    /** What may be kept, with the file name's ending; nothing that a browser would run. */
    private static final Map<String, String> ENDINGS = Map.of(
            "application/pdf",
            "pdf",
            "image/jpeg",
            "jpg",
            "image/png",
            "png",
            "image/tiff",
            "tif",
            "text/plain",
            "txt");

    private final Seats seats;
    private final Register<ArchivedDocument> cases;
    private final DocumentSeal seal;
    private final Jdbi jdbi;

    DocumentResource(Seats seats, Registers registers, DocumentSeal seal, Jdbi jdbi) {
        this.seats = seats;
        this.cases = registers.of(CaseKind.DOCUMENT, ArchivedDocument.class);
        this.seal = seal;
        this.jdbi = jdbi;
    }

    /**
     * A document to keep.
     *
     * @param kind ORIGINAL, SCAN, LETTER, MINUTES, STATEMENT or MATERIAL
     * @param shared whether the other party may read it; not if absent, and it can be shared later
     * @param content base64, at most 8 MiB
     */
    @Schema(name = "DocumentUpload")
    record Upload(
            String kind,
            String title,
            String number,
            LocalDate dated,
            String place,
            String mediaType,
            Boolean shared,
            String content) {
        @Override
        public String toString() {
            return "Upload[masked]";
        }
    }

    @GET
    @Operation(summary = "The archive as far as the caller may know of it")
    public CaseFile.Page<ArchivedDocument> list(
            @PathParam("id") String id, @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
        return cases.list(seats.require(id, Seats.READERS), after, limit);
    }

    @GET
    @Path("{file}")
    @Operation(summary = "What is known of one document")
    public CaseFile<ArchivedDocument> get(@PathParam("id") String id, @PathParam("file") String document) {
        return cases.get(seats.require(id, Seats.READERS), document);
    }

    @GET
    @Path("{file}/content")
    @Produces({MediaType.APPLICATION_OCTET_STREAM, MediaType.WILDCARD})
    @Operation(summary = "The content, byte for byte")
    @APIResponse(responseCode = "200", description = "As uploaded; Digest is its SHA-256 (RFC 9530)")
    public Response content(@PathParam("id") String id, @PathParam("file") String document) {
        Seat seat = seats.require(id, Seats.READERS);
        var file = cases.get(seat, document);
        byte[] sealed =
                jdbi.withHandle(handle -> handle.createQuery("select sealed from document_content where case_id = :id")
                        .bind("id", file.id())
                        .mapTo(byte[].class)
                        .one());
        var about = file.content().about();
        byte[] content = seal.open(file.id(), sealed);
        if (!MessageDigest.isEqual(sha256(content), HexFormat.of().parseHex(about.sha256()))) {
            throw new IllegalStateException("document " + file.id() + " is not what was uploaded");
        }
        return Response.ok(content, about.mediaType())
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + file.id() + "." + ENDINGS.get(about.mediaType()) + "\"")
                .header("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(sha256(content)) + ":")
                .build();
    }

    @POST
    @ResponseStatus(201)
    @Operation(
            summary = "Keep a document",
            description =
                    "Role operator or approver. JSON with the content in base64; PDF, JPEG, PNG, TIFF or plain text.")
    @APIResponse(responseCode = "413", description = "TOO_LARGE: more than 8 MiB")
    public CaseFile<ArchivedDocument> upload(@PathParam("id") String id, Upload upload) {
        Seat seat = seats.person(id, Seats.WRITERS);
        Upload sent = Words.present("body", upload);
        boolean shared = Boolean.TRUE.equals(sent.shared());
        byte[] content = decode(Words.present("content", sent.content()));
        if (sent.kind() == null || !KINDS.contains(sent.kind())) {
            throw Words.invalid(
                    "kind",
                    "kind is one of " + sorted(KINDS) + ".",
                    "kind adalah salah satu dari " + sorted(KINDS) + ".");
        }
        if (sent.mediaType() == null || !ENDINGS.containsKey(sent.mediaType())) {
            throw Words.invalid(
                    "mediaType",
                    "mediaType is one of " + sorted(ENDINGS.keySet()) + ".",
                    "mediaType adalah salah satu dari " + sorted(ENDINGS.keySet()) + ".");
        }
        var about = new ArchivedDocument.About(
                sent.kind(),
                Words.require("title", sent.title(), 200),
                Words.optional("number", sent.number(), 100),
                sent.dated(),
                sent.mediaType(),
                content.length,
                HexFormat.of().formatHex(sha256(content)),
                Words.optional("place", sent.place(), 200));
        ArchivedDocument document = shared ? new ArchivedDocument.Shared(about) : new ArchivedDocument.Own(about);
        return cases.open(
                seat,
                "UPLOAD",
                new Draft<>(document, null, !shared, null),
                (tx, made) -> tx.createUpdate("insert into document_content (case_id, sealed) values (:id, :sealed)")
                        .bind("id", made)
                        .bind("sealed", seal.seal(made, content))
                        .execute());
    }

    @POST
    @Path("{file}/sharing")
    @Operation(summary = "Open a document to the other party, for good", description = "Role operator or approver.")
    @APIResponse(responseCode = "409", description = "CONFLICT: shared already")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<ArchivedDocument> share(@BeanParam CaseStep step) {
        Seat seat = seats.person(step.id(), Seats.WRITERS);
        return cases.change(seat, step, "SHARE", file -> {
            seat.requireParty(file.party());
            if (!(file.content() instanceof ArchivedDocument.Own own)) {
                throw file.content().refusal();
            }
            return Draft.shared(own.share());
        });
    }

    private static byte[] decode(String content) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw Words.invalid("content", "content is base64.", "content ditulis dalam base64.");
        }
        if (bytes.length == 0) {
            throw Words.invalid("content", "content is empty.", "content kosong.");
        }
        if (bytes.length > LARGEST) {
            throw ProblemException.of(
                    PlatformProblem.TOO_LARGE, "A document has at most 8 MiB.", "Dokumen paling besar 8 MiB.");
        }
        return bytes;
    }

    private static String sorted(Set<String> values) {
        return String.join(", ", values.stream().sorted().toList());
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
