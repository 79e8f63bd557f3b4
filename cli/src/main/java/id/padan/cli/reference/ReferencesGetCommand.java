package id.padan.cli.reference;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.cli.access.Language;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan references get}: one table as NDJSON, checked against the hash that was published. */
@Command(
        name = "get",
        description = "Fetches a table, a JSON object a line: whole, as of a day, or what changed since a version.",
        footer = {
            "",
            "A whole version is compared with the SHA-256 of its publication.",
            ExitCode.HELP,
            "",
            "Example: padan references get instansi -o instansi.ndjson"
        })
final class ReferencesGetCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "TABLE", description = "Such as instansi, jabatanFungsional, unor, D1.")
    String table;

    @Option(names = "--table-version", paramLabel = "N", description = "That version. Default: the one in force today.")
    @Nullable
    Integer version;

    @Option(names = "--as-of", paramLabel = "yyyy-MM-dd", description = "Only what holds on that day.")
    @Nullable
    LocalDate asOf;

    @Option(names = "--since", paramLabel = "N", description = "Only what differs from that version.")
    @Nullable
    Integer since;

    @Option(
            names = "--purpose",
            defaultValue = "ASN_GUIDANCE",
            description = "Purpose of Ps 2 for which it is read. Default: ${DEFAULT-VALUE}.")
    String purpose;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Default: standard output.")
    @Nullable
    Path output;

    @Override
    public Integer call() throws IOException {
        Language language = connection.language();
        if (!table.matches("[A-Za-z0-9]{1,40}") || !purpose.matches("[A-Z_]{1,40}")) {
            throw new ParameterException(spec.commandLine(), "TABLE and --purpose are plain words");
        }
        if (asOf != null && version != null) {
            throw new ParameterException(spec.commandLine(), "Either --as-of or --table-version");
        }
        try (Api api = connection.connect("kemnaker")) {
            String path = ReferencesCommand.PATH + "/" + table;
            String query = "?purpose=" + purpose;
            String expected = null;
            if (asOf == null) {
                JsonNode chosen =
                        choose(api.get(path + "/versions" + query).body().path("items"), language);
                query += "&version=" + chosen.path("version").asInt();
                expected = since == null ? chosen.path("hash").asText() : null;
            } else {
                query += "&asOf=" + asOf;
            }
            query += since == null ? "" : "&since=" + since;
            download(api, path + query, expected, language);
        }
        return ExitCode.OK;
    }

    private JsonNode choose(JsonNode versions, Language language) {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Jakarta"));
        for (JsonNode one : versions) {
            if (version == null
                    ? !LocalDate.parse(one.path("berlakuDari").asText()).isAfter(today)
                    : one.path("version").asInt() == version) {
                return one;
            }
        }
        throw new Failure(
                ExitCode.USAGE, language.say("Tidak ada versi tabel itu.", "There is no such version of the table."));
    }

    private void download(Api api, String path, @Nullable String expected, Language language) throws IOException {
        MessageDigest digest = sha256();
        if (output == null) {
            var out = new DigestOutputStream(new BufferedOutputStream(System.out, 1 << 16), digest);
            api.download(path, "application/x-ndjson", out);
            out.flush();
            check(digest, expected, language);
            return;
        }
        Path part = output.resolveSibling(output.getFileName() + ".part");
        try {
            try (OutputStream out =
                    new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16), digest)) {
                api.download(path, "application/x-ndjson", out);
            }
            check(digest, expected, language);
            Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void check(MessageDigest digest, @Nullable String expected, Language language) {
        if (expected != null && !expected.equals(HexFormat.of().formatHex(digest.digest()))) {
            throw new Failure(
                    ExitCode.INCOMPLETE,
                    language.say(
                            "Isi unduhan tidak sama dengan yang diterbitkan (SHA-256).",
                            "What was downloaded is not what was published (SHA-256)."));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
