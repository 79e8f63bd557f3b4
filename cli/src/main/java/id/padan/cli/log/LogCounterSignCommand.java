package id.padan.cli.log;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.proof.LogKey;
import id.padan.proof.LogSigner;
import id.padan.proof.ProofFault;
import id.padan.proof.SignedHead;
import id.padan.proof.TreeHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code padan log counter-sign}: the other party's signature under the log's head, after it has been found consistent. */
@Command(
        name = "counter-sign",
        description =
                "Fetches the log's head, proves that it continues the last one seen, and only then counter-signs it.",
        footer = {
            ExitCode.HELP,
            "A head that does not continue the last one seen is 4: keep both files and call the other party."
        })
final class LogCounterSignCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection;

    @Mixin
    WhichLog log;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "The log's verifier key, or a file that holds it.")
    String key;

    @Option(names = "--keyset", required = true, paramLabel = "FILE", description = "The party's secret keyset.")
    Path keyset;

    @Option(
            names = "--name",
            defaultValue = "kemnaker/log",
            paramLabel = "NAME",
            description = "Name of the party's key. Default: ${DEFAULT-VALUE}.")
    String name;

    @Option(
            names = "--seen",
            required = true,
            paramLabel = "FILE",
            description = "Remembers the last head seen; made at the first run.")
    Path seen;

    @Override
    public Integer call() throws IOException {
        LogKey logKey = PublicKey.of(key);
        LogSigner party = LogSigner.load(keyset, name, LogKey.Use.COUNTERSIGNATURES);
        try (Api api = connection.connect("kemnaker")) {
            JsonNode body = log.head(api);
            if (!body.has("head")) {
                throw new Failure(
                        ExitCode.USAGE, connection.language().say("Log masih kosong.", "The log is still empty."));
            }
            SignedHead head = SignedHead.parse(body.path("head").asText());
            logKey.requireOn(head);
            requireContinues(api, logKey, head);
            var signed = new SignedHead(head.head(), List.of(party.counterSign(head.head(), Instant.now())));
            api.postText(log.path("heads/" + head.head().size() + "/counter-signatures"), signed.note());
            remember(head);
            spec.commandLine().getOut().print(head.head().text());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (ProofFault fault) {
            throw new Failure(
                    ExitCode.INCOMPLETE,
                    connection.language().say("Tidak ditandatangani: ", "Not signed: ") + fault.getMessage() + ".");
        }
    }

    private void requireContinues(Api api, LogKey logKey, SignedHead head) throws IOException, ProofFault {
        if (Files.notExists(seen)) {
            return;
        }
        SignedHead before = SignedHead.parse(Files.readString(seen));
        logKey.requireOn(before);
        var path = new ArrayList<byte[]>();
        long from = before.head().size();
        long to = head.head().size();
        if (from < to) {
            api.get(log.path("proof?from=" + from + "&to=" + to))
                    .body()
                    .path("path")
                    .forEach(node -> path.add(Base64.getDecoder().decode(node.asText())));
        }
        new TreeHash()
                .requireConsistent(from, before.head().root(), to, head.head().root(), path);
    }

    private void remember(SignedHead head) throws IOException {
        Path part = seen.resolveSibling(seen.getFileName() + ".part");
        Files.writeString(part, head.note());
        Files.move(part, seen, StandardCopyOption.REPLACE_EXISTING);
    }
}
