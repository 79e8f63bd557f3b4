package id.padan.correction.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClosingTest {

    /** Of {@code GET}, a blank, the address, a blank, {@code HTTP/1.1}; Vert.x and most others take 4,096 bytes. */
    @Test
    void theQuestionOfAWholeGroupIsNoLongerThanARequestLineMayBe() {
        String question = Closing.question(
                Stream.generate(UUID::randomUUID).limit(Closing.GROUP).toList());
        assertThat("GET " + question + " HTTP/1.1").hasSizeLessThan(4_096);
    }
}
