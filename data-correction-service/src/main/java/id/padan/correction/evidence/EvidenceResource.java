package id.padan.correction.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.correction.disclosure.RecordingReads;
import id.padan.correction.log.RecordingSteps;
import id.padan.correction.log.RecordingSteps.Own;
import id.padan.correction.proposal.Proposal;
import id.padan.correction.proposal.Proposals;
import id.padan.correction.vault.Vault;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.events.UuidV7;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

@Path("/api/corrections/v1/proposals/{id}/evidence")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Evidence", description = "Files that prove a proposal or an answer")
class EvidenceResource {

    private static final String[] READERS = {"operator", "verifier", "approver", "auditor", "dpo", "system"};
    private static final Pattern KIND = Pattern.compile("[A-Z][A-Z_]{1,39}");
    private static final Pattern NUMBER_OF_A_PERSON = Pattern.compile("(?:\\p{Nd}[ .\\-]?){16,}");
    private static final int LONGEST_NAME = 200;

    private final Callers callers;
    private final Proposals proposals;
    private final RecordingReads reads;
    private final RecordingSteps recording;
    private final Vault vault;
    private final Jdbi jdbi;

    EvidenceResource(
            Callers callers,
            Proposals proposals,
            RecordingReads reads,
            RecordingSteps recording,
            Vault vault,
            Jdbi jdbi) {
        this.callers = callers;
        this.proposals = proposals;
        this.reads = reads;
        this.recording = recording;
        this.vault = vault;
        this.jdbi = jdbi;
    }

    /**
     * What is known of a file without opening it.
     *
     * @param kind as SURAT_KEPUTUSAN, IJAZAH, KTP, LAINNYA
     * @param sha256 of the content, hex
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Evidence(
            UUID id,
            String party,
            String kind,
            String number,
            LocalDate dated,
            String fileName,
            String mediaType,
            int bytes,
            String sha256,
            String addedBy,
            Instant addedAt,
            UUID leaf) {
        static Evidence of(ResultSet row) throws SQLException {
            return new Evidence(
                    row.getObject("id", UUID.class),
                    row.getString("party"),
                    row.getString("kind"),
                    row.getString("number"),
                    row.getObject("dated", LocalDate.class),
                    row.getString("file_name"),
                    row.getString("media_type"),
                    row.getInt("bytes"),
                    HexFormat.of().formatHex(row.getBytes("sha256")),
                    row.getString("added_by"),
                    row.getObject("added_at", OffsetDateTime.class).toInstant(),
                    row.getObject("leaf", UUID.class));
        }
    }

    @POST
    @Consumes({
        "application/pdf",
        "image/png",
        "image/jpeg",
        MediaType.MULTIPART_FORM_DATA,
        MediaType.APPLICATION_OCTET_STREAM
    })
    @Operation(
            summary = "Add a file",
            description =
                    "PDF, PNG or JPEG of at most 10 MiB, as the body with the query parameters kind, number, dated and name, or as multipart with the "
                            + "fields kind, number, dated and then the part file. The content says what it is. The same file of the same party twice is one.")
    @APIResponse(responseCode = "201", description = "kept, sealed; Location is its content")
    @APIResponse(responseCode = "200", description = "it was there already")
    @APIResponse(responseCode = "400", description = "EVIDENCE_NAME: a name with path characters, or INVALID")
    @APIResponse(responseCode = "409", description = "CONFLICT: the proposal is closed")
    @APIResponse(responseCode = "413", description = "EVIDENCE_TOO_LARGE")
    @APIResponse(responseCode = "415", description = "EVIDENCE_TYPE: by its content it is something else")
    public Response add(
            @PathParam("id") String id,
            @QueryParam("kind") String kind,
            @QueryParam("number") String number,
            @QueryParam("dated") String dated,
            @QueryParam("name") String name,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            InputStream body)
            throws IOException {
        Caller caller = callers.require("operator", "verifier", "approver", "system");
        reads.requireParty(caller);
        Proposal proposal = proposals.get(caller.party(), id(id));
        var sent = type.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA)
                ? EvidenceUpload.multipart(type, body)
                : EvidenceUpload.plain(type, name, body);
        FileKind file = FileKind.of(sent.content())
                .filter(found -> agrees(found, sent.declaredType()))
                .orElseThrow(
                        () -> EvidenceProblem.EVIDENCE_TYPE.with(
                                "By its content the file is no readable PDF, PNG or JPEG, or not the one that Content-Type names.",
                                "Menurut isinya, berkas bukan PDF, PNG, atau JPEG yang dapat dibaca, atau tidak sesuai Content-Type."));
        var about = new About(
                kind(sent.fields().getOrDefault("kind", kind)),
                Words.optional("number", sent.fields().getOrDefault("number", number), 100),
                date(sent.fields().getOrDefault("dated", dated)),
                name(sent.name()),
                file);
        byte[] hash = RecordingSteps.sha256().digest(sent.content());
        boolean[] made = {false};
        Evidence evidence = jdbi.inTransaction(tx -> {
            Proposal held = proposals.lock(tx, caller.party(), proposal.id());
            Optional<Evidence> before = find(tx, held.id(), caller.party(), hash);
            if (before.isPresent()) {
                return before.get();
            }
            if (held.closedAt() != null) {
                throw Words.conflict("The proposal is closed.", "Usulan sudah ditutup.");
            }
            made[0] = true;
            return keep(tx, caller, held, about, sent.content(), hash);
        });
        return Response.status(made[0] ? 201 : 200)
                .entity(evidence)
                .location(URI.create(
                        "/api/corrections/v1/proposals/" + proposal.id() + "/evidence/" + evidence.id() + "/content"))
                .build();
    }

    private record About(String kind, String number, LocalDate dated, String fileName, FileKind file) {}

    private Evidence keep(Handle tx, Caller caller, Proposal proposal, About about, byte[] content, byte[] hash) {
        UUID id = UuidV7.next();
        UUID leaf = recording.own(
                tx,
                "EVIDENCE",
                new Own(
                        proposal.policy(),
                        caller.party(),
                        caller.subject(),
                        caller.officer(),
                        hash,
                        "proposals/" + proposal.id() + "/evidence/" + id));
        tx.createUpdate("""
                        insert into evidence (id, proposal, party, kind, number, dated, file_name, media_type, bytes, sha256, added_by,
                            added_at, leaf)
                        values (:id, :proposal, :party, :kind, :number, :dated, :name, :type, :bytes, :sha256, :by, clock_timestamp(),
                            :leaf)""")
                .bind("id", id)
                .bind("proposal", proposal.id())
                .bind("party", caller.party())
                .bind("kind", about.kind())
                .bind("number", about.number())
                .bind("dated", about.dated())
                .bind("name", about.fileName())
                .bind("type", about.file().mediaType())
                .bind("bytes", content.length)
                .bind("sha256", hash)
                .bind("by", caller.subject())
                .bind("leaf", leaf)
                .execute();
        tx.execute("insert into evidence_content (evidence, sealed) values (?, ?)", id, vault.seal(id, content));
        return find(tx, proposal.id(), caller.party(), hash).orElseThrow();
    }

    private static Optional<Evidence> find(Handle tx, UUID proposal, String party, byte[] hash) {
        return tx.createQuery("select * from evidence where proposal = :proposal and party = :party and sha256 = :hash")
                .bind("proposal", proposal)
                .bind("party", party)
                .bind("hash", hash)
                .map((row, context) -> Evidence.of(row))
                .findOne();
    }

    @GET
    @Operation(summary = "The files of a proposal", description = "Of both parties, in the order in which they came.")
    public List<Evidence> list(@PathParam("id") String id) {
        Caller caller = callers.require(READERS);
        reads.requireParty(caller);
        UUID proposal = proposals.get(caller.party(), id(id)).id();
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from evidence where proposal = :id order by added_at, id")
                        .bind("id", proposal)
                        .map((row, context) -> Evidence.of(row))
                        .list());
    }

    @GET
    @Path("{file}/content")
    @Produces({MediaType.APPLICATION_OCTET_STREAM, MediaType.WILDCARD})
    @Operation(summary = "The content, byte for byte", description = "Repr-Digest is its SHA-256 (RFC 9530).")
    public Response content(
            @PathParam("id") String id,
            @PathParam("file") String file,
            @HeaderParam("X-Padan-Purpose") String purpose) {
        Caller caller = callers.require(READERS);
        reads.requireParty(caller);
        Proposal proposal = proposals.get(caller.party(), id(id));
        UUID wanted = id(file);
        Evidence evidence = jdbi.withHandle(
                        handle -> handle.createQuery("select * from evidence where id = :id and proposal = :proposal")
                                .bind("id", wanted)
                                .bind("proposal", proposal.id())
                                .map((row, context) -> Evidence.of(row))
                                .findOne())
                .orElseThrow(Words::notFound);
        byte[] sealed =
                jdbi.withHandle(handle -> handle.createQuery("select sealed from evidence_content where evidence = :id")
                        .bind("id", wanted)
                        .mapTo(byte[].class)
                        .one());
        byte[] content = vault.open(wanted, sealed);
        byte[] hash = RecordingSteps.sha256().digest(content);
        if (!MessageDigest.isEqual(hash, HexFormat.of().parseHex(evidence.sha256()))) {
            throw new IllegalStateException("evidence " + wanted + " is not what was uploaded");
        }
        if (!evidence.party().equals(caller.party())) {
            reads.record(caller, purpose, List.of(new RecordingReads.Seen(proposal.id(), proposal.version())));
        }
        String ending = FileKind.valueOf(
                        evidence.mediaType().equals("image/jpeg")
                                ? "JPEG"
                                : evidence.mediaType().equals("image/png") ? "PNG" : "PDF")
                .ending();
        return Response.ok(content, evidence.mediaType())
                .header("Content-Disposition", "attachment; filename=\"" + wanted + "." + ending + "\"")
                .header("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":")
                .build();
    }

    private static boolean agrees(FileKind found, String declared) {
        if (declared == null || declared.startsWith(MediaType.APPLICATION_OCTET_STREAM)) {
            return true;
        }
        return declared.toLowerCase(Locale.ROOT).startsWith(found.mediaType());
    }

    private static String kind(String kind) {
        if (kind == null || !KIND.matcher(kind).matches()) {
            throw Words.invalid(
                    "kind",
                    "kind says what it is, in capitals: SURAT_KEPUTUSAN, IJAZAH, KTP, LAINNYA ...",
                    "kind menyebut jenisnya dengan huruf besar: SURAT_KEPUTUSAN, IJAZAH, KTP, LAINNYA ...");
        }
        return kind;
    }

    private static LocalDate date(String text) {
        try {
            return text == null || text.isBlank() ? null : LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw Words.invalid("dated", "dated is yyyy-MM-dd.", "dated berbentuk yyyy-MM-dd.");
        }
    }

    /** Nothing is ever stored under it, but people see it: no path, no control character, no number of a person. */
    private static String name(String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        String text = name.strip();
        boolean odd = text.length() > LONGEST_NAME
                || text.contains("..")
                || text.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c))
                || NUMBER_OF_A_PERSON.matcher(text).find();
        if (odd) {
            throw EvidenceProblem.EVIDENCE_NAME
                    .with(
                            "A name has at most 200 characters, no path (/ \\ : ..), no control character, and no NIK or NIP.",
                            "Nama paling banyak 200 karakter, tanpa jalur (/ \\ : ..), tanpa karakter kendali, tanpa NIK atau NIP.")
                    .with("field", "name");
        }
        return text;
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Words.notFound();
        }
    }
}
