package id.padan.directory.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RowsTest {

    @Test
    void cutsLinesAndKeepsTheirNumbers() throws IOException {
        assertThat(rows("a\r\n\n  \nb", false)).containsExactly("1:a", "4:b");
    }

    @Test
    void dropsTheByteOrderMarkOnce() throws IOException {
        assertThat(rows("\uFEFFa\n\uFEFFb", false)).containsExactly("1:a", "2:\uFEFFb");
    }

    @Test
    void aLineEndInQuotesBelongsToTheRow() throws IOException {
        assertThat(rows("a;\"b\nc\"\"\nd\";e\nf", true)).containsExactly("1:a;\"b\nc\"\"\nd\";e", "2:f");
        assertThat(rows("5\" screen\nnext", true)).containsExactly("1:5\" screen", "2:next");
    }

    @Test
    void passesOverATooLongRowWithBoundedMemory() throws IOException {
        String longLine = "x".repeat(Rows.LIMIT + 1);
        assertThat(rows("a\n" + longLine + "\nb", false)).containsExactly("1:a", "2:too long", "3:b");
        assertThat(rows("a\n\"" + longLine + "\nb", true)).containsExactly("1:a", "2:too long", "3:b");
    }

    @Test
    void aTableFindsItsSeparatorAndUnquotes() {
        byte[] header = "id|\"nip;Baru\"|nama".getBytes(StandardCharsets.UTF_8);
        var table = new Table(header, header.length);
        assertThat(table.header()).containsExactly("id", "nip;Baru", "nama");
        byte[] row = "1|\"a|\"\"b\"\"\"|".getBytes(StandardCharsets.UTF_8);
        assertThat(table.fields(row, row.length)).containsExactly("1", "a|\"b\"", "");
        byte[] old = new byte[] {'1', '|', (byte) 0xe9, '|', 'x'};
        assertThat(table.fields(old, old.length)).containsExactly("1", "é", "x");
    }

    @Property(tries = 200)
    void howTheBytesArriveDoesNotMatter(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 7) Integer> letters,
            @ForAll @IntRange(min = 1, max = 7) int portion)
            throws IOException {
        var text = new StringBuilder();
        letters.forEach(letter -> text.append("ab;\"\n\r, ".charAt(letter)));
        for (boolean quoted : new boolean[] {false, true}) {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            assertThat(rows(new Portions(bytes, portion), quoted)).isEqualTo(rows(text.toString(), quoted));
        }
    }

    private static List<String> rows(String text, boolean quoted) throws IOException {
        return rows(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), quoted);
    }

    private static List<String> rows(InputStream in, boolean quoted) throws IOException {
        var found = new ArrayList<String>();
        var rows = new Rows(in, quoted);
        while (rows.next()) {
            found.add(rows.number() + ":"
                    + (rows.tooLong()
                            ? "too long"
                            : new String(Arrays.copyOf(rows.bytes(), rows.length()), StandardCharsets.UTF_8)));
        }
        return found;
    }

    /** As a slow network gives them. */
    private static final class Portions extends ByteArrayInputStream {
        private final int portion;

        Portions(byte[] bytes, int portion) {
            super(bytes);
            this.portion = portion;
        }

        @Override
        public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, portion));
        }
    }
}
