package id.padan.platform.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.disclosure.Disclosure.LogRange;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TellingDisclosuresTest {
    private static final UUID FIRST = new UUID(0, 1);

    @Test
    void answersOfOneCallerOneAfterTheOtherAreOneDisclosure() {
        assertThat(TellingDisclosures.joined(List.of(
                        checks(new UUID(0, 3), "one", 15, 20),
                        checks(FIRST, "one", 10, 14),
                        checks(new UUID(0, 4), "one", 21, 21))))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.id()).isEqualTo(FIRST);
                    assertThat(told.subjects()).isEqualTo(12);
                    assertThat(told.log()).isEqualTo(new LogRange(10, 21));
                });
    }

    @Test
    void whatSomebodyElseWasAnsweredInBetweenKeepsThemApart() {
        assertThat(TellingDisclosures.joined(List.of(
                        checks(FIRST, "one", 10, 14), checks(FIRST, "one", 16, 16), checks(FIRST, "two", 15, 15))))
                .extracting(Disclosure::log)
                .containsExactly(new LogRange(10, 14), new LogRange(15, 15), new LogRange(16, 16));
    }

    @Test
    void eachDownloadIsADisclosureOfItsOwn() {
        assertThat(TellingDisclosures.joined(List.of(results(10), results(11)))).hasSize(2);
    }

    private static Disclosure checks(UUID id, String token, long first, long last) {
        return disclosure(id, "CHECKS", token, last - first + 1, new LogRange(first, last), null);
    }

    private static Disclosure results(long index) {
        return disclosure(FIRST, "RESULTS", "one", 100, new LogRange(index, index), "batches/1/results");
    }

    private static Disclosure disclosure(
            UUID id, String kind, String token, long subjects, LogRange log, String reference) {
        return new Disclosure(
                id,
                kind,
                "pks-bkn-kemnaker",
                "1",
                "Ps 3(1)b",
                "AID_VERIFICATION",
                "BSU-2025",
                "nik-confirmation",
                "bkn",
                "kemnaker-system",
                "system",
                null,
                token,
                "key",
                List.of("B-05"),
                subjects,
                log,
                reference);
    }
}
