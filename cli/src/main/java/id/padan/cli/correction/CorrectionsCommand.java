package id.padan.cli.correction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan corrections}: proposals to correct a record, from their list to their decision. */
@Command(
        name = "corrections",
        description = "Proposes corrections, shows them, and takes steps; who decides is a person: --party NAME.")
public final class CorrectionsCommand implements Runnable {
    private static final String BASE = "/api/corrections/v1";
    private static final String PROPOSALS = BASE + "/proposals";

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: propose, rejects, list, show, step, comment or evidence");
    }

    @Command(
            name = "propose",
            mixinStandardHelpOptions = true,
            description = "Sends a list of proposals (CSV, XLSX or JSON) and prints its counts as JSON.",
            footer = {
                "",
                "A CSV has the columns nip, element and proposed at least (or nip, elemen, nilaiSeharusnya).",
                "The same key again is the same list, never a second one. What was not accepted: padan corrections rejects ID.",
                ExitCode.HELP
            })
    int propose(
            @Mixin ConnectionOptions connection,
            @Parameters(paramLabel = "FILE", description = "The list; - for standard input.") String file,
            @Option(names = "--key", paramLabel = "KEY", description = "Idempotency-Key. Default: a new one.") @Nullable
                    String key,
            @Option(names = "--purpose", description = "ASN_GUIDANCE or AID_VERIFICATION.") @Nullable String purpose)
            throws IOException {
        String type = file.endsWith(".json") ? "application/json" : "text/csv";
        Source source = Source.open(file, connection.environment(), connection.language(), type);
        try (Api api = connection.connect("kemnaker")) {
            return print(api.upload(
                            PROPOSALS,
                            source,
                            key == null ? UUID.randomUUID().toString() : key,
                            purpose == null ? Map.of() : Map.of("X-Padan-Purpose", purpose),
                            bytes -> {},
                            (why, pause) -> spec.commandLine()
                                    .getErr()
                                    .println("padan: " + why + ", " + pause.toSeconds() + " s"))
                    .body());
        }
    }

    @Command(
            name = "rejects",
            mixinStandardHelpOptions = true,
            description = "Prints the rows of a list that were not accepted, as JSON.",
            footer = ExitCode.HELP)
    int rejects(@Mixin ConnectionOptions connection, @Parameters(paramLabel = "LIST") UUID list) {
        return get(connection, BASE + "/lists/" + list + "/rejects");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Prints proposals of both directions as JSON; --cursor goes on from an earlier next.",
            footer = ExitCode.HELP)
    int list(
            @Mixin ConnectionOptions connection,
            @Option(names = "--state", description = "Such as SUBMITTED or UNDER_REVIEW.") @Nullable String state,
            @Option(names = "--element", description = "Code of the annex, such as A-06.") @Nullable String element,
            @Option(names = "--list", paramLabel = "ID", description = "Only those of one list.") @Nullable UUID list,
            @Option(names = "--open", description = "Only those that are not closed.") boolean open,
            @Option(names = "--overdue", description = "Only those that are late.") boolean overdue,
            @Option(names = "--cursor", paramLabel = "NEXT", description = "next of an earlier answer.") @Nullable
                    String cursor) {
        var query = new StringBuilder("?open=" + open + "&overdue=" + overdue);
        add(query, "state", state);
        add(query, "element", element);
        add(query, "list", list);
        add(query, "cursor", cursor);
        return get(connection, PROPOSALS + query);
    }

    private static void add(StringBuilder query, String name, @Nullable Object value) {
        if (value != null) {
            query.append('&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints one proposal with its values, history, comments and evidence as JSON.",
            footer = ExitCode.HELP)
    int show(@Mixin ConnectionOptions connection, @Parameters(paramLabel = "ID") UUID id) {
        try (Api api = connection.connect("kemnaker")) {
            var one = (ObjectNode) api.get(PROPOSALS + "/" + id).body();
            one.set("comments", api.get(PROPOSALS + "/" + id + "/comments").body());
            one.set("evidence", api.get(PROPOSALS + "/" + id + "/evidence").body());
            return print(one);
        }
    }

    @Command(
            name = "step",
            mixinStandardHelpOptions = true,
            description = "Takes a step and prints where the proposal stands.",
            footer = {
                "",
                "STATE is RECEIVED, UNDER_REVIEW, PROPOSED_TO_SIASN, RETURNED, REFUSED, NOT_COMPETENT, SUBMITTED, WITHDRAWN,",
                "or COMPLETED: the decision, after which the record has to show the value. Who decides is a named person of the",
                "competent party, who neither proposed nor answered.",
                ExitCode.HELP,
                "",
                "Example: padan corrections step 0199... COMPLETED --party pejabat.bkn"
            })
    int step(
            @Mixin ConnectionOptions connection,
            @Parameters(paramLabel = "ID") UUID id,
            @Parameters(paramLabel = "STATE") String to,
            @Option(names = "--reason", description = "SIASN's code, 50 to 68, for RETURNED and REFUSED.") @Nullable
                    String reason,
            @Option(names = "--remark", description = "Why, in words; never a NIK.") @Nullable String remark,
            @Option(names = "--usul-number", description = "Number of the procedure in SIASN.") @Nullable
                    String usulNumber,
            @Option(names = "--usul-status", description = "SIASN's status, 1 to 67 or 99.") @Nullable
                    Integer usulStatus,
            @Option(names = "--agency", description = "Who owns the record, for NOT_COMPETENT.") @Nullable
                    String agency,
            @Option(names = "--proposed", description = "Another value, with SUBMITTED after RETURNED.") @Nullable
                    String proposed) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("to", to);
        put(body, "reason", reason);
        put(body, "remark", remark);
        put(body, "usulNumber", usulNumber);
        put(body, "agency", agency);
        put(body, "proposed", proposed);
        if (usulStatus != null) {
            body.put("usulStatus", usulStatus);
        }
        return post(connection, PROPOSALS + "/" + id + "/transitions", body);
    }

    private static void put(ObjectNode body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    @Command(
            name = "comment",
            mixinStandardHelpOptions = true,
            description = "Says something about a proposal, which both parties read.",
            footer = ExitCode.HELP)
    int comment(
            @Mixin ConnectionOptions connection,
            @Parameters(paramLabel = "ID") UUID id,
            @Parameters(paramLabel = "TEXT", description = "Never a NIK.") String text) {
        return post(
                connection,
                PROPOSALS + "/" + id + "/comments",
                JsonNodeFactory.instance.objectNode().put("text", text));
    }

    @Command(
            name = "evidence",
            mixinStandardHelpOptions = true,
            description = "Attaches a file: PDF, PNG or JPEG, at most 10 MiB.",
            footer = ExitCode.HELP)
    int evidence(
            @Mixin ConnectionOptions connection,
            @Parameters(paramLabel = "ID") UUID id,
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--kind", required = true, description = "Such as SURAT_KEPUTUSAN, IJAZAH, LAINNYA.")
                    String kind,
            @Option(names = "--number", description = "Number of the document.") @Nullable String number)
            throws IOException {
        var query = new StringBuilder("?kind=" + URLEncoder.encode(kind, StandardCharsets.UTF_8));
        add(query, "name", file.getFileName());
        add(query, "number", number);
        String name = file.toString();
        String type = name.endsWith(".png")
                ? "image/png"
                : name.endsWith(".jpg") || name.endsWith(".jpeg") ? "image/jpeg" : "application/pdf";
        try (Api api = connection.connect("kemnaker")) {
            var source = new Source(file, null, Files.size(file), type);
            return print(api.upload(
                            PROPOSALS + "/" + id + "/evidence" + query,
                            source,
                            UUID.randomUUID().toString(),
                            Map.of(),
                            bytes -> {},
                            (why, pause) -> {})
                    .body());
        }
    }

    private int get(ConnectionOptions connection, String path) {
        try (Api api = connection.connect("kemnaker")) {
            return print(api.get(path).body());
        }
    }

    private int post(ConnectionOptions connection, String path, ObjectNode body) {
        try (Api api = connection.connect("kemnaker")) {
            return print(api.post(path, body).body());
        }
    }

    private int print(JsonNode body) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Api.pretty(body));
        out.flush();
        return ExitCode.OK;
    }
}
