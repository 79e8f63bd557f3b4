package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Both parties' tables are there after {@code up}, and each reads the other's with the command line. */
class ReferenceJourney {
    private static final String KEMNAKER = "A5EB03E23AFAF6A0E040640A040252AD";

    @RegisterExtension
    static final Stack STARTED = new Stack();

    @Test
    void eachPartyReadsTheOthersTablesAndNothingElse() throws IOException {
        assertThat(get("instansi")).anyMatch(row -> row.contains(KEMNAKER));
        // A NIK of before 2022 has a region that is now another one.
        assertThat(get("wilayah"))
                .anyMatch(row -> row.startsWith("{\"kode\":\"9101\",\"status\":\"O\"")
                        && row.contains("\"penggantiId\":\"9301\""));
        assertThat(groups("--party", "bkn", "--as-of", "2025-04-30")).isEqualTo(5);
        assertThat(groups("--party", "bkn", "--as-of", "2026-06-30")).isEqualTo(6);
        var hidden = padan("references", "get", "agama");
        var nothing = padan("references", "get", "nonsense");
        assertThat(hidden.exit()).isEqualTo(nothing.exit()).isNotZero();
        assertThat(hidden.output()).isEqualTo(nothing.output());

        Path folder = Files.createTempDirectory(Stack.stack().home(), "tables-");
        Files.writeString(folder.resolve("agama.json"), "[{\"id\":\"1\",\"nama\":\"Contoh\"}]");
        Files.writeString(
                folder.resolve("subJabatan.json"),
                "[{\"id\":\"1\",\"nama\":\"Contoh\",\"kelompokJabatanId\":\"tidak-ada\"}]");
        var imported = padan("references", "import", folder.toString(), "--lang", "en");
        assertThat(imported.exit()).as(imported.output()).isZero();
        assertThat(imported.output())
                .contains("1 orphans")
                .contains("tidak-ada")
                .contains("2 tables");
        assertThat(padan("references", "get", "agama").output()).isEqualTo(nothing.output());
        assertThat(padan("references", "import", folder.toString(), "--party", "kemnaker")
                        .exit())
                .isNotZero();
    }

    private static long groups(String... options) throws IOException {
        var command = new String[options.length + 1];
        command[0] = "D1";
        System.arraycopy(options, 0, command, 1, options.length);
        return get(command).stream().filter(row -> !row.contains("\"jenjang\"")).count();
    }

    private static List<String> get(String... tableAndOptions) throws IOException {
        Path file = Files.createTempFile(Stack.stack().home(), "table-", ".ndjson");
        var command = new String[tableAndOptions.length + 4];
        command[0] = "references";
        command[1] = "get";
        System.arraycopy(tableAndOptions, 0, command, 2, tableAndOptions.length);
        command[command.length - 2] = "-o";
        command[command.length - 1] = file.toString();
        var done = padan(command);
        assertThat(done.exit()).as(done.output()).isZero();
        return Files.readAllLines(file);
    }

    private static Stack.Ended padan(String... arguments) {
        return Stack.stack().padan(Duration.ofMinutes(1), arguments);
    }
}
