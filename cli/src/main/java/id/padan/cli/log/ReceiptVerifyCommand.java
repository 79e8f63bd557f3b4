package id.padan.cli.log;

import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.proof.ProofFault;
import id.padan.proof.ReceiptFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan receipt verify}: a receipt, offline. */
@Command(
        name = "verify",
        description = "Checks a receipt, or an answer with its receipt, offline; nothing of Padan needs to run.",
        footer = {
            ExitCode.HELP,
            "A receipt that does not hold is 4, with the first thing that is wrong.",
            "",
            "padan check - --json > answer.json; padan receipt verify answer.json --key verification.key"
        })
public final class ReceiptVerifyCommand implements Callable<Integer> {
    private static final Pattern NIK = Pattern.compile("[0-9]{16}");

    @Mixin
    ConnectionOptions options;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The receipt or answer as JSON.")
    Path file;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "The log's verifier key, or a file that holds it.")
    String key;

    @Option(
            names = "--nik",
            description =
                    "Read a NIK from standard input and check that the receipt is about it; never given as an argument.")
    boolean nik;

    @Override
    public Integer call() throws IOException {
        var language = options.language();
        var publicKey = PublicKey.of(key);
        try {
            var verified = ReceiptFile.verify(Files.readString(file), publicKey, nik());
            var out = spec.commandLine().getOut();
            out.println(language.say("Terbukti: ", "Proven: ") + verified.kind() + ", "
                    + language.say("entri ", "leaf ") + verified.index() + " / " + verified.origin() + ", "
                    + verified.at());
            verified.leaf().forEach((name, value) -> out.println("  " + name + ": " + value));
            if (verified.opened().isEmpty()) {
                out.println(language.say(
                        "Jawabannya tidak dibuka: berkas ini tidak memuat garamnya.",
                        "The answer is not opened: this file does not hold its salt."));
            }
            verified.opened().forEach((name, value) -> out.println("  > " + name + ": " + value));
            if (!verified.subjectChecked() && !verified.opened().isEmpty()) {
                out.println(language.say(
                        "NIK tidak dibandingkan; gunakan --nik untuk membandingkannya.",
                        "No NIK was compared; --nik compares one."));
            }
            out.flush();
            return ExitCode.OK;
        } catch (ProofFault fault) {
            throw notProven(fault.getMessage());
        } catch (CharacterCodingException notText) {
            throw notProven("the file is not UTF-8");
        }
    }

    private Failure notProven(@Nullable String reason) {
        return new Failure(
                ExitCode.INCOMPLETE, options.language().say("Tidak terbukti: ", "Not proven: ") + reason + ".");
    }

    private @Nullable String nik() throws IOException {
        if (!nik) {
            return null;
        }
        var typed = new BufferedReader(
                        new InputStreamReader(options.environment().in(), StandardCharsets.UTF_8))
                .readLine();
        if (typed == null || !NIK.matcher(typed.strip()).matches()) {
            throw new Failure(
                    ExitCode.USAGE, options.language().say("NIK harus 16 angka.", "A NIK has sixteen digits."));
        }
        return typed.strip();
    }
}
