package id.padan.verification.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

class ListProperties {

    @Property(tries = 200)
    void everyRowIsAccountedForAndPackingLosesNothing(@ForAll("cells") List<String> cells) throws Exception {
        StringBuilder body = new StringBuilder("nik;x\n");
        for (String cell : cells) {
            body.append('"').append(cell.replace("\"", "\"\"")).append("\";1\n");
        }

        Lists.Result list = Lists.read(body.toString());

        RowCounts counts = list.summary().counts();
        assertThat(counts.rows()).isEqualTo(cells.size());
        assertThat(counts.toAnswer() + counts.duplicates() + counts.rejectedTotal())
                .isEqualTo(cells.size());
        Set<Long> seen = new HashSet<>();
        PackedRows packed = PackedRows.read(list.chunks().getFirst().bytes());
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            switch (NikRules.check(cell)) {
                case NikVerdict.Valid valid -> {
                    assertThat(packed.nik(i)).isEqualTo(valid.nik().value());
                    assertThat(packed.status(i)).isEqualTo(seen.add(packed.nik(i)) ? null : RowStatus.DUPLICATE);
                }
                case NikVerdict.Broken broken -> {
                    assertThat(packed.status(i)).isEqualTo(broken.status());
                    String shown = packed.odd(i) != null
                            ? packed.odd(i)
                            : packed.nik(i) == 0 ? "" : "%016d".formatted(packed.nik(i));
                    assertThat(shown).isEqualTo(cell.length() > 64 ? cell.substring(0, 64) : cell);
                }
            }
        }
        long[] niks = new long[packed.rows()];
        int[] indexes = new int[packed.rows()];
        assertThat(packed.fill(niks, indexes))
                .isEqualTo((int) counts.toAnswer())
                .isEqualTo(seen.size());
    }

    @Provide
    Arbitrary<List<String>> cells() {
        Arbitrary<String> nik = Arbitraries.integers().between(0, 60).map(Lists::nik);
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(14).ofMaxLength(19);
        Arbitrary<String> text = Arbitraries.strings()
                .withChars("3171E+-.,' \"\n\u00A0\u20AC=@;|abc")
                .ofMaxLength(80);
        return Arbitraries.frequencyOf(Tuple.of(5, nik), Tuple.of(2, digits), Tuple.of(3, text))
                .list()
                .ofMinSize(1)
                .ofMaxSize(60)
                // An empty last row is no row, which the law above does not want to say each time.
                .map(list -> {
                    List<String> cells = new ArrayList<>(list);
                    cells.add(Lists.nik(0));
                    return cells;
                });
    }

    @Property(tries = 100)
    void formDoesNotChangeContent(
            @ForAll("numbers") List<Integer> numbers,
            @ForAll("separators") char separator,
            @ForAll("charsets") String charset,
            @ForAll("newlines") String newline,
            @ForAll boolean header,
            @ForAll boolean quoted,
            @ForAll boolean zipped)
            throws Exception {
        StringBuilder plain = new StringBuilder();
        StringBuilder shaped = new StringBuilder(charset.startsWith("UTF-16") ? "\uFEFF" : "");
        if (header) {
            shaped.append("no")
                    .append(separator)
                    .append("nik")
                    .append(separator)
                    .append("nama")
                    .append(newline);
        }
        for (int number : numbers) {
            String nik = Lists.nik(number);
            plain.append(nik).append('\n');
            shaped.append(number).append(separator);
            shaped.append(quoted ? "\"" + nik + "\"" : nik)
                    .append(separator)
                    .append("Ren\u00E9")
                    .append(newline);
        }
        byte[] body = shaped.toString().getBytes(Charset.forName(charset));

        Lists.Result list = Lists.read(zipped ? zip(body) : body);

        assertThat(list.rows()).isEqualTo(Lists.read(plain.toString()).rows());
    }

    @Provide
    Arbitrary<List<Integer>> numbers() {
        return Arbitraries.integers().between(0, 2_000_000).list().ofMinSize(1).ofMaxSize(50);
    }

    @Provide
    Arbitrary<Character> separators() {
        return Arbitraries.of(';', ',', '|', '\t');
    }

    @Provide
    Arbitrary<String> charsets() {
        return Arbitraries.of("UTF-8", "windows-1252", "UTF-16LE", "UTF-16BE");
    }

    @Provide
    Arbitrary<String> newlines() {
        return Arbitraries.of("\n", "\r\n", "\r");
    }

    @Property(tries = 50)
    void firstOccurrencesAreThoseOfAHashSet(@ForAll Random random) throws Exception {
        Set<Long> expected = new HashSet<>();
        try (FirstOccurrences seen = new FirstOccurrences(Lists.BUDGET)) {
            int range = 1 + random.nextInt(100_000);
            for (int i = 0; i < 50_000; i++) {
                long nik = 1 + random.nextInt(range);
                assertThat(seen.add(nik)).isEqualTo(expected.add(nik));
            }
            assertThat(seen.size()).isEqualTo(expected.size());
        }
    }

    @Property(tries = 5)
    void noChunkIsLargerThanItsLimits(@ForAll Random random) throws Exception {
        StringBuilder body = new StringBuilder("nik\n");
        int rows = 100_000;
        for (int i = 0; i < rows; i++) {
            int kind = random.nextInt(3);
            body.append(kind == 0 ? Lists.nik(i) : kind == 1 ? "x" : "\u20AC".repeat(random.nextInt(90) + 1))
                    .append('\n');
        }

        Lists.Result list = Lists.read(body.toString());

        long next = 1;
        for (PackedChunk chunk : list.chunks()) {
            assertThat(chunk.bytes().length).isLessThanOrEqualTo(900 * 1024);
            assertThat(chunk.rows()).isBetween(1, 65_536);
            assertThat(chunk.firstRow()).isEqualTo(next);
            next += chunk.rows();
        }
        assertThat(next - 1).isEqualTo(rows);
    }

    @Property(tries = 2_000)
    void randomBytesAreRefusedOrReadButNeverCrash(@ForAll @Size(max = 2_000) byte[] body) throws IOException {
        readOrRefuse(body);
    }

    @Property(tries = 2_000)
    void almostTextIsRefusedOrReadButNeverCrashes(@ForAll("almostText") String body) throws IOException {
        readOrRefuse(body.getBytes(StandardCharsets.UTF_8));
    }

    /** What is plain is read the short way, UTF-16 never is: both must see the same rows, warnings and refusals. */
    @Property(tries = 3_000)
    void theShortWayReadsWhatTheWholeParserReads(@ForAll("tables") String body) throws IOException {
        String whole = outcome(("\uFEFF" + body).getBytes(StandardCharsets.UTF_16LE));

        assertThat(outcome(body.getBytes(StandardCharsets.UTF_8))).isEqualTo(whole);
        assertThat(outcome(("\uFEFF" + body).getBytes(StandardCharsets.UTF_8))).isEqualTo(whole);
    }

    private static String outcome(byte[] body) throws IOException {
        try {
            Lists.Result list = Lists.read(body);
            ListShape shape = list.summary().shape();
            return shape.separator() + shape.nikColumn() + shape.skippedRows() + list.rows();
        } catch (ListRefused refused) {
            return refused.code() + " " + refused.row();
        }
    }

    @Provide
    Arbitrary<String> tables() {
        Arbitrary<String> cell = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.integers().between(0, 60).map(Lists::nik)),
                Tuple.of(
                        3,
                        Arbitraries.of(
                                "",
                                " ",
                                "L",
                                "01-01-1990",
                                "\u00A0",
                                "Ren\u00E9",
                                "3.17E+15",
                                "12345678901234567",
                                "3171013201909991",
                                "\uFF13\uFF11\uFF17\uFF11\uFF10\uFF11\uFF10\uFF11\uFF10\uFF11\uFF19\uFF10\uFF19\uFF19\uFF19\uFF11",
                                "x".repeat(70))),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                "\"a\"", "\"a;b\"", "\"a\"\"b\"", "\"a\nb\"", "a\"b", "\"", "\"a\"b", "\u001A")));
        Arbitrary<String> end = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of("\n", "\r\n")),
                Tuple.of(1, Arbitraries.of("\r", "\n\n", "\n;\n", "\n \r\n")));
        Arbitrary<String> row = Combinators.combine(cell.list().ofMinSize(1).ofMaxSize(3), end)
                .as((cells, newline) -> String.join(";", cells) + newline);
        return Combinators.combine(
                        Arbitraries.of("", "nik\n", "nik;tgl_lahir;jk\r\n", "jk;nik\n", "sep=;\nno;nik\n"),
                        row.list().ofMaxSize(20),
                        Arbitraries.of("", Lists.nik(1), "\u001A"))
                .as((header, rows, last) -> header + String.join("", rows) + last);
    }

    @Provide
    Arbitrary<String> almostText() {
        return Arbitraries.of("nik", "3171010101909991", "\"", ";", ",", "\n", "\r", "x", "3.17E+15", "\uFEFF", " ")
                .list()
                .ofMaxSize(80)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 2_000)
    void damagedZipsAreRefusedOrReadButNeverCrash(@ForAll Random random) throws IOException {
        byte[] body =
                random.nextBoolean() ? zip("nik\n3171010101909991\n".getBytes(StandardCharsets.UTF_8)) : workbook();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        readOrRefuse(body);
    }

    private static void readOrRefuse(byte[] body) throws IOException {
        long before = Lists.BUDGET.used();
        try {
            assertThat(Lists.read(body).summary().rows()).isPositive();
        } catch (ListRefused refused) {
            assertThat(refused.code()).isNotNull();
        }
        assertThat(Lists.BUDGET.used()).isEqualTo(before);
    }

    private static byte[] zip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("list.csv"));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] workbook() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(bytes, "Padan", "1.0")) {
            Worksheet sheet = book.newWorksheet("a");
            sheet.value(0, 0, "nik");
            sheet.value(1, 0, "3171010101909991");
        }
        return bytes.toByteArray();
    }
}
