package id.padan.directory.position;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.credit.CreditExplanation;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.position.PositionReading.Reader;
import id.padan.directory.position.Positions.Change;
import id.padan.directory.position.Positions.Filter;
import id.padan.directory.position.Positions.Group;
import id.padan.directory.position.Positions.Stored;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;

@Path("/api/asn-directory/v1/functional-positions")
@Tag(
        name = "Functional positions",
        description =
                "Positions under Kemnaker's guidance (Ps 3(2)a, Ps 4(1)a): Kemnaker maintains them, BKN reads what the annex opens.")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class PositionResource {

    private static final Pattern NIP = Pattern.compile("[0-9]{18}");
    private static final Pattern VERSION = Pattern.compile("(?:W/)?\"?([0-9]{1,18})(?:-[0-9a-f]{1,8})?\"?");
    private static final String[] READERS = {"operator", "admin", "system", "approver", "auditor"};
    private static final String[] WRITERS = {"operator", "admin", "system"};
    private static final int LONGEST_KEY = 200;
    private static final int LARGEST_RECORD = 1024 * 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Positions positions;
    private final PositionReading reading;
    private final Announcing announcing;
    private final Callers callers;
    private final ObjectMapper json;

    PositionResource(
            Positions positions, PositionReading reading, Announcing announcing, Callers callers, ObjectMapper json) {
        this.positions = positions;
        this.reading = reading;
        this.announcing = announcing;
        this.callers = callers;
        this.json = json;
    }

    /** @param salt opens the leaf's commitment, HMAC-SHA-256 under it over idAsn, version and the hash of what was sent */
    record Acknowledgement(String idAsn, long versi, UUID leaf, String salt) {}

    /** A group and who guides it. */
    record GroupView(String kelompokId, String nama, String pembinaId) {
        static GroupView of(Group group) {
            return new GroupView(group.kelompokId(), group.nama(), group.pembinaId());
        }
    }

    @GET
    @Path("{nip}")
    @Operation(
            summary = "The functional position of a NIP",
            description =
                    "For Kemnaker the whole record; for BKN the elements that the annex in force opens for the purpose, of a record in scope. "
                            + "ETag is version and elements: after an addendum it is another one.")
    @APIResponse(
            responseCode = "304",
            description = "the same as If-None-Match; recorded as a read, since it tells as much")
    @APIResponse(responseCode = "403", description = "the gate's refusal, with the clause that would be needed")
    @APIResponse(responseCode = "404", description = "no record with this NIP in scope, or no NIP at all")
    public Response get(
            @PathParam("nip") String nip, @HeaderParam("X-Padan-Purpose") String purpose, @Context Request request) {
        Reader reader = reading.reader(callers.require(READERS), purpose);
        Stored found = find(reader, nip);
        return reading.give(reader, null, List.of(found), (shown, ground) -> {
            var tag = new EntityTag(PositionReading.etag(found.version(), ground.open()));
            Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
            return unchanged != null
                    ? unchanged.build()
                    : Response.ok(ground.into(json.createObjectNode().set("record", shown.apply(found))))
                            .tag(tag)
                            .build();
        });
    }

    @GET
    @Path("{nip}/credit-points")
    @Operation(
            summary = "Credit points, explained step by step",
            description =
                    "Coefficient × predicate × months / 12 for each period, what was brought in, and what rank and level still need "
                            + "(PermenPANRB 1/2023). Needs element C-08.")
    @APIResponse(responseCode = "403", description = "ELEMENT_NOT_OPEN: the annex does not open C-02 and C-08")
    public CreditExplanation creditPoints(
            @PathParam("nip") String nip, @HeaderParam("X-Padan-Purpose") String purpose) {
        Reader reader = reading.reader(callers.require(READERS), purpose);
        requireCredits(reader.open());
        Stored found = find(reader, nip);
        return reading.give(reader, "functional-positions/credit-points", List.of(found), (shown, ground) -> {
            requireCredits(ground.open());
            return PositionReader.explain(found.record());
        });
    }

    /** Level and history are what it is computed of. */
    private static void requireCredits(Set<String> open) {
        PositionReading.requireOpen(open, "C-02");
        PositionReading.requireOpen(open, "C-08");
    }

    private static void requireFilter(Set<String> open, Filter filter) {
        if (filter.kelompokJabatan() != null || filter.jenjang() != null) {
            PositionReading.requireOpen(open, "C-02");
        }
        if (filter.instansi() != null || filter.unor() != null) {
            PositionReading.requireOpen(open, "C-03");
        }
    }

    private Stored find(Reader reader, String nip) {
        if (!NIP.matcher(nip).matches()) {
            throw notFound();
        }
        return positions
                .jdbi()
                .withHandle(handle -> positions.find(handle, nip, PositionReading.seesAll(reader)))
                .orElseThrow(PositionResource::notFound);
    }

    @GET
    @Operation(
            summary = "List functional positions",
            description = "In scope, in a fixed order. next is the cursor of the following page, absent on the last.")
    public ObjectNode list(
            @QueryParam("kelompokJabatan") String kelompok,
            @QueryParam("jenjang") String jenjang,
            @QueryParam("instansi") String instansi,
            @QueryParam("unor") String unor,
            @QueryParam("cursor") @DefaultValue("0") String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @HeaderParam("X-Padan-Purpose") String purpose) {
        Reader reader = reading.reader(callers.require(READERS), purpose);
        int size = size(limit, 1000);
        long after = number(cursor, "cursor");
        var filter = new Filter(kelompok, jenjang, instansi, unor);
        requireFilter(reader.open(), filter);
        List<Stored> oneMore = positions
                .jdbi()
                .withHandle(handle -> positions.list(handle, filter, PositionReading.seesAll(reader), after, size + 1));
        List<Stored> page = oneMore.subList(0, Math.min(size, oneMore.size()));
        return reading.give(reader, "functional-positions", page, (shown, ground) -> {
            requireFilter(ground.open(), filter);
            ObjectNode body = json.createObjectNode();
            var items = body.putArray("items");
            page.forEach(stored -> items.addObject().set("record", shown.apply(stored)));
            if (oneMore.size() > size) {
                body.put("next", Long.toString(page.getLast().no()));
            }
            return ground.into(body);
        });
    }

    @GET
    @Path("changes")
    @Operation(
            summary = "What has changed",
            description =
                    "Complete, in order, and resumable: begin without since, go on with next. Each NIP comes once, as it stands now; one "
                            + "that has left the scope, was removed or has another NIP now comes with gone true and its NIP only. Tombstones are kept, so a "
                            + "cursor stays good.")
    @APIResponse(
            responseCode = "410",
            description =
                    "CURSOR_EXPIRED: the feed is an older one, from a backup; read everything again without since")
    public ObjectNode changes(
            @QueryParam("since") @DefaultValue("0") String since,
            @QueryParam("limit") @DefaultValue("1000") int limit,
            @HeaderParam("X-Padan-Purpose") String purpose) {
        Reader reader = reading.reader(callers.require(READERS), purpose);
        int size = size(limit, 5000);
        long from = number(since, "since");
        List<Change> oneMore = positions.jdbi().inTransaction(handle -> {
            if (from > positions.lastChange(handle)) {
                throw ProblemException.of(
                        PositionProblem.CURSOR_EXPIRED,
                        "Read the whole feed again without since, and drop what you hold and do not meet in it.",
                        "Baca ulang seluruh umpan tanpa since, lalu hapus data Anda yang tidak lagi dijumpai di dalamnya.");
            }
            return positions.changes(handle, from, size + 1);
        });
        List<Change> page = oneMore.subList(0, Math.min(size, oneMore.size()));
        return reading.give(
                reader,
                "functional-positions/changes",
                page.stream().map(Change::stored).filter(Objects::nonNull).toList(),
                (shown, ground) -> {
                    ObjectNode body = json.createObjectNode();
                    var items = body.putArray("items");
                    for (Change change : page) {
                        items.addObject()
                                .put("gone", change.stored() == null)
                                .set(
                                        "record",
                                        change.stored() == null
                                                ? json.createObjectNode().put("nip", change.nip())
                                                : shown.apply(change.stored()));
                    }
                    body.put(
                            "next",
                            Long.toString(page.isEmpty() ? from : page.getLast().change()));
                    body.put("more", oneMore.size() > size);
                    return ground.into(body);
                });
    }

    @GET
    @Path("groups")
    @Operation(
            summary = "Groups of positions and who guides them",
            description =
                    "A position is under guidance if pembinaId of its group is the holder's agency; there is no list of names.")
    public List<GroupView> groups() {
        var unused = reading.owner(callers.require(READERS));
        return positions.groups().stream().map(GroupView::of).toList();
    }

    @PUT
    @Path("groups/{kelompokId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say who guides a group",
            description =
                    "Kemnaker only. Positions of a group that another agency guides leave the scope at once: gone from reads, tombstones in "
                            + "the feed.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = GroupView.class),
                            examples =
                                    @ExampleObject(
                                            name = "group",
                                            value =
                                                    "{\"kelompokId\":\"A5EB03E23D92F6A0E040640A040252AD\",\"nama\":\"Instruktur\",\"pembinaId\":\"A5EB03E23AFAF6A0E040640A040252AD\"}")))
    public GroupView guide(@PathParam("kelompokId") String kelompokId, GroupView sent) {
        Caller caller = callers.require(WRITERS);
        OwnersDecision by = reading.owner(caller);
        if (sent == null || blank(sent.nama()) || blank(sent.pembinaId()) || kelompokId.length() > 42) {
            throw invalid("pembinaId", "sent with nama", "dikirim bersama nama");
        }
        var group = new Group(kelompokId, sent.nama(), sent.pembinaId());
        UUID leaf = positions.jdbi().inTransaction(tx -> {
            positions.lock(tx);
            Collection<Long> moved = positions.guide(tx, group);
            return positions.announce(
                    tx,
                    by,
                    caller.officer(),
                    "POSITION_GROUP",
                    sha256(kelompokId + '\n' + sent.nama() + '\n' + sent.pembinaId()),
                    "functional-positions/groups/" + kelompokId,
                    moved);
        });
        announcing.require(leaf);
        return GroupView.of(group);
    }

    @PUT
    @Path("{idAsn}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put one functional position",
            description =
                    "Kemnaker only. The whole record by the ASN id, in the names of annex 10.C; credit points are computed. A record that exists "
                            + "needs If-Match with its version. statusPelaksanaanTugas and formasi are members of the record.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            examples =
                                    @ExampleObject(
                                            name = "position",
                                            value =
                                                    "{\"nip\":\"199001012015031999\",\"nama\":\"CONTOH SATU\",\"jenisAsn\":\"PNS\","
                                                            + "\"jabatanFungsionalId\":\"A5EB03E23FA0F6A0E040640A040252AD\","
                                                            + "\"kelompokId\":\"A5EB03E23D92F6A0E040640A040252AD\",\"jenjang\":\"PT\",\"tmtJenjang\":\"2022-04-01\","
                                                            + "\"instansiId\":\"A5EB03E23AFAF6A0E040640A040252AD\",\"angkaKredit\":"
                                                            + "[{\"periode\":\"2024\",\"jenis\":\"KONVERSI\",\"predikat\":2,\"nomorPak\":\"PAK/1/2025\"}]}")))
    @APIResponse(responseCode = "200", description = "stored; ETag is the new version")
    @APIResponse(responseCode = "201", description = "made; ETag is the version")
    @APIResponse(responseCode = "409", description = "CONFLICT: another record has this NIP")
    @APIResponse(responseCode = "412", description = "STALE_VERSION: the record has changed meanwhile")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH: the key was used for another write")
    public Response put(
            @PathParam("idAsn") String idAsn,
            @HeaderParam("If-Match") @Parameter(description = "the version that was read, as in ETag") String ifMatch,
            @HeaderParam("Idempotency-Key") String key,
            InputStream body)
            throws IOException {
        Caller caller = callers.require(WRITERS);
        OwnersDecision by = reading.owner(caller);
        if (blank(key) || key.length() > LONGEST_KEY) {
            throw ProblemException.of(
                    PlatformProblem.IDEMPOTENCY_KEY_MISSING,
                    "Send an Idempotency-Key of at most 200 characters.",
                    "Sertakan Idempotency-Key paling banyak 200 karakter.");
        }
        byte[] sent = body.readNBytes(LARGEST_RECORD + 1);
        if (sent.length > LARGEST_RECORD) {
            throw ProblemException.of(
                    PlatformProblem.TOO_LARGE, "A record has at most 1 MiB.", "Satu data paling besar 1 MiB.");
        }
        Long expected = expected(ifMatch);
        PositionReader.Read.Accepted row = read(idAsn, sent);
        byte[] hash = sha256(idAsn + '\n' + ifMatch + '\n' + new String(sent, StandardCharsets.UTF_8));
        Kept kept = positions
                .jdbi()
                .inTransaction(tx -> store(tx, row, expected, new Write(key.strip(), hash, by, caller.officer())));
        announcing.require(kept.leaf());
        return Response.status(kept.status())
                .tag(new EntityTag(Long.toString(kept.version())))
                .entity(kept.body())
                .build();
    }

    private record Write(String key, byte[] hash, OwnersDecision by, String officer) {}

    private record Kept(int status, long version, UUID leaf, String body, byte[] hash) {}

    private Kept store(Handle tx, PositionReader.Read.Accepted row, Long expected, Write request) {
        positions.lock(tx);
        Kept before = tx.createQuery("select * from position_write where idempotency_key = :key")
                .bind("key", request.key())
                .map((result, context) -> new Kept(
                        result.getInt("status"),
                        result.getLong("version"),
                        result.getObject("leaf", UUID.class),
                        result.getString("body"),
                        result.getBytes("request_sha256")))
                .findOne()
                .orElse(null);
        if (before != null) {
            if (!MessageDigest.isEqual(before.hash(), request.hash())) {
                throw ProblemException.of(
                        PlatformProblem.IDEMPOTENCY_MISMATCH,
                        "This Idempotency-Key was used for another write. Use a new key.",
                        "Idempotency-Key ini sudah dipakai untuk penulisan lain. Gunakan kunci baru.");
            }
            return before;
        }
        Long current = positions.version(tx, row.position().idAsn()).orElse(null);
        requireVersion(current, expected);
        return switch (positions.store(tx, List.of(row)).getFirst()) {
            case Positions.Outcome.Refused(var reason, var field) -> throw refused(reason, field);
            case Positions.Outcome.Unchanged(long no, long version) -> keep(tx, row, request, 200, version, List.of());
            case Positions.Outcome.Written(long no, long version, boolean isNew) ->
                keep(tx, row, request, isNew ? 201 : 200, version, List.of(no));
        };
    }

    private Kept keep(
            Handle tx, PositionReader.Read.Accepted row, Write request, int status, long version, List<Long> numbers) {
        byte[] salt = new byte[32];
        RANDOM.nextBytes(salt);
        String id = row.position().idAsn();
        UUID leaf = positions.announce(
                tx,
                request.by(),
                request.officer(),
                "POSITION",
                commitment(salt, id, version, request.hash()),
                null,
                numbers);
        String body = text(new Acknowledgement(id, version, leaf, HexFormat.of().formatHex(salt)));
        tx.execute(
                "insert into position_write (idempotency_key, request_sha256, status, version, leaf, body) values (?, ?, ?, ?, ?, ?)",
                request.key(),
                request.hash(),
                status,
                version,
                leaf,
                body);
        return new Kept(status, version, leaf, body, request.hash());
    }

    private static void requireVersion(Long current, Long expected) {
        if (current != null && expected == null) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "The record exists. Send If-Match with the version you read.",
                            "Data sudah ada. Sertakan If-Match dengan versi yang Anda baca.")
                    .with("field", "If-Match");
        }
        if (expected != null && !expected.equals(current)) {
            throw ProblemException.of(
                            PlatformProblem.STALE_VERSION,
                            "The record has another version. Read it again.",
                            "Versi data sudah lain. Baca ulang datanya.")
                    .with("version", current);
        }
    }

    private PositionReader.Read.Accepted read(String idAsn, byte[] sent) {
        JsonNode tree;
        try {
            tree = json.readTree(sent);
        } catch (IOException notJson) {
            throw refused(PositionRefusal.NOT_JSON, null);
        }
        if (!(tree instanceof ObjectNode object)) {
            throw refused(PositionRefusal.NOT_JSON, null);
        }
        if (!object.has("idAsn")) {
            object.put("idAsn", idAsn);
        }
        return switch (PositionReader.read(object)) {
            case PositionReader.Read.Refused(var reason, var field, var id) -> throw refused(reason, field);
            case PositionReader.Read.Accepted accepted -> {
                if (!accepted.position().idAsn().equals(idAsn)) {
                    throw invalid("idAsn", "the one in the address", "sama dengan yang pada alamat");
                }
                yield accepted;
            }
        };
    }

    private static ProblemException refused(PositionRefusal reason, String field) {
        return ProblemException.of(
                        reason == PositionRefusal.NIP_TAKEN ? PlatformProblem.CONFLICT : PlatformProblem.INVALID,
                        reason.textEn,
                        reason.textId)
                .with("field", field)
                .with("reason", reason.name());
    }

    private static Long expected(String ifMatch) {
        if (ifMatch == null) {
            return null;
        }
        Matcher matcher = VERSION.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            throw invalid(
                    "If-Match", "the version in quotes, as ETag gave it", "versi dalam tanda kutip, seperti ETag");
        }
        return Long.valueOf(matcher.group(1));
    }

    @GET
    @Path("disclosures/{leaf}")
    @Operation(
            summary = "Whose records stand behind a leaf about a read",
            description = "Role dpo of Kemnaker. Each opening is itself a leaf, POSITION_SUBJECTS_OPENED.")
    public Subjects subjects(@PathParam("leaf") String leaf) {
        Caller caller = callers.require("dpo");
        OwnersDecision by = reading.owner(caller);
        UUID id = uuid(leaf);
        record Opened(Subjects subjects, UUID own) {}
        Opened opened = positions.jdbi().inTransaction(tx -> {
            Subjects found = tx.createQuery("""
                            select d.party, d.salt, array_agg(p.asn_id order by place) as ids
                            from disclosed_position d
                            left join lateral unnest(d.records) with ordinality as r (no, place) on true
                            left join functional_position p on p.no = r.no
                            where d.leaf = :leaf group by d.leaf""")
                    .bind("leaf", id)
                    .map((row, context) -> new Subjects(
                            id,
                            row.getString("party"),
                            java.util.Arrays.stream(
                                            (String[]) row.getArray("ids").getArray())
                                    .filter(Objects::nonNull)
                                    .toList(),
                            HexFormat.of().formatHex(row.getBytes("salt"))))
                    .findOne()
                    .orElseThrow(PositionResource::notFound);
            return new Opened(
                    found,
                    positions.announce(
                            tx,
                            by,
                            caller.officer(),
                            "POSITION_SUBJECTS_OPENED",
                            sha256(leaf),
                            "log/leaves/" + id,
                            List.of()));
        });
        announcing.require(opened.own());
        return opened.subjects();
    }

    /** @param salt opens the leaf's commitment, HMAC-SHA-256 under it over number and version of each record */
    record Subjects(UUID leaf, String party, List<String> idAsn, String salt) {}

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an acknowledgement is always serialisable", e);
        }
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    private static long number(String text, String field) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw invalid(field, "as a former page gave it", "sesuai dengan halaman sebelumnya");
    }

    private static int size(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw invalid("limit", "1 to " + most, "1 sampai " + most);
        }
        return limit;
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "There is no functional position with this NIP in scope.",
                "Tidak ada jabatan fungsional dengan NIP tersebut dalam cakupan.");
    }

    private static ProblemException invalid(String field, String en, String id) {
        return ProblemException.of(
                        PlatformProblem.INVALID, field + " must be " + en + ".", field + " harus " + id + ".")
                .with("field", field);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] commitment(byte[] salt, String id, long version, byte[] requestHash) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            mac.update((id + '\n' + version + '\n').getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(requestHash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
