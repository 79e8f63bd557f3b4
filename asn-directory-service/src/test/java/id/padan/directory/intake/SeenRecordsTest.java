package id.padan.directory.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenRecordsTest {

    private final SeenRecords seen = new SeenRecords();

    @Test
    void knowsTheNumbersItWasGivenAndNoOthers() {
        seen.add(new long[] {0, 1, 63, 64, 65_535, 65_536, 9_000_000_000L});

        assertThat(seen.has(0)).isTrue();
        assertThat(seen.has(64)).isTrue();
        assertThat(seen.has(65_536)).isTrue();
        assertThat(seen.has(9_000_000_000L)).isTrue();
        assertThat(seen.has(2)).isFalse();
        assertThat(seen.has(62)).isFalse();
        assertThat(seen.has(131_071)).isFalse();
        assertThat(seen.has(9_000_065_536L)).isFalse();
        assertThat(seen.count(new long[] {1, 2, 63, 65_537})).isEqualTo(2);
    }
}
