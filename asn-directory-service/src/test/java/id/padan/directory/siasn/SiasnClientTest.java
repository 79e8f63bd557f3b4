package id.padan.directory.siasn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.directory.record.AsnRecord;
import id.padan.directory.record.ReadRow;
import id.padan.directory.record.RecordReader;
import id.padan.directory.siasn.SiasnSimulator.Trap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiasnClientTest {
    private static final String NIP = "199001012015031999";
    private static final String RECORD = "{\"id\":\"8A0F\",\"nipBaru\":\"" + NIP + "\",\"nama\":\"CONTOH SATU\"}";
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    private final List<Duration> pauses = new ArrayList<>();
    private SiasnSimulator siasn;
    private SiasnClient client;

    @BeforeEach
    void start() throws IOException {
        siasn = new SiasnSimulator().knows(NIP, RECORD);
        client = new SiasnClient(siasn.source(1e6), Clock.fixed(NOW, ZoneOffset.UTC), pauses::add);
    }

    @AfterEach
    void stop() {
        siasn.close();
    }

    @Test
    void bothTokensAreFetchedOnceAndSentWithEachCall() throws Exception {
        assertThat(client.findRecord(NIP))
                .hasValueSatisfying(data -> assertThat(text(data)).isEqualTo(RECORD));
        assertThat(client.findRecord(NIP)).isPresent();
        assertThat(siasn.gatewayTokens()).isEqualTo(1);
        assertThat(siasn.officerTokens()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPIRED_OLD", "EXPIRED_NEW"})
    void aTokenThatEndsInTheMiddleIsRenewedOnce(Trap trap) throws Exception {
        assertThat(client.findRecord(NIP)).isPresent();
        siasn.next(trap);
        assertThat(client.findRecord(NIP)).isPresent();
        assertThat(siasn.gatewayTokens()).isEqualTo(2);
        siasn.next(trap, trap);
        assertThatThrownBy(() -> client.findRecord(NIP))
                .isInstanceOf(SiasnUnavailableException.class)
                .hasMessage("fresh tokens are refused");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTML_502", "HTML_WITH_200", "BACK_END_TIMEOUT", "API_BLOCKED", "BREAKS_OFF", "ANOTHER_SHAPE"})
    void whatIsOutOfOrderIsAskedAgainAndGivenUpInTheEnd(Trap trap) throws Exception {
        siasn.next(trap, trap);
        assertThat(client.findRecord(NIP)).isPresent();
        // Where a connection breaks off, Java's client has asked once more by itself.
        assertThat(pauses).contains(Duration.ofSeconds(2)).hasSizeLessThanOrEqualTo(2);
        assertThat(siasn.asked()).hasSize(3);
        siasn.always(trap);
        assertThatThrownBy(() -> client.findRecord(NIP))
                .isInstanceOf(SiasnUnavailableException.class)
                .hasMessageNotContaining(NIP);
    }

    @Test
    void aPauseIsAsLongAsSiasnAsksAndAnEndlessOneIsNotWaitedFor() throws Exception {
        siasn.next(Trap.THROTTLED, Trap.THROTTLED_OLD);
        assertThat(client.findRecord(NIP)).isPresent();
        assertThat(pauses).contains(Duration.ofMinutes(15), Duration.ofSeconds(60));
        siasn.always(Trap.THROTTLED_OLD);
        assertThatThrownBy(() -> client.findRecord(NIP)).hasMessage("the quota is used up");
        assertThat(SiasnAnswer.of(429, "{}".getBytes(StandardCharsets.UTF_8), "7", NOW))
                .isEqualTo(new SiasnAnswer.Throttled(Duration.ofSeconds(7)));
        siasn.always(Trap.FORBIDDEN);
        int before = siasn.asked().size();
        assertThatThrownBy(() -> client.findRecord(NIP)).isInstanceOf(SiasnUnavailableException.class);
        assertThat(siasn.asked()).hasSize(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SiasnSimulator.NOT_FOUND,
                "{\"code\":0,\"data\":\"Data tidak ditemukan\" }",
                "{\"code\":1,\"data\":\"Data tidak ditemukan\"}",
                "{\"code\":1,\"data\":[],\"count\":0}",
                "{\"code\":1,\"data\":null}",
                "{\"code\":1,\"data\":{}}"
            })
    void nobodyHasManyShapes(String answer) throws Exception {
        siasn.answers(NIP, answer);
        assertThat(client.findRecord(NIP)).isEmpty();
    }

    @Test
    void aRecordIsReadWhateverItsSpelling() throws Exception {
        siasn.answers(NIP, """
                {"code":1,"count":1,"meta":{"total":1},"data":[{"id":"8A0F3C1E5B7D4E0F9C2B1A6D7E8F9012","nipBaru":"%s","nipLama":"","nama":"\uFEFFCONTOH SATU ",
                 "gelarDepan":null,"tglLahir":"01-01-1990","nik":"3171010101909990","validNik":true,"kedudukanPnsId":1,"agama":"Islam",
                 "tanggal_taspen":"2020-01-01T00:00:00.000+07:00","path":{"890":{"dok_id":"890","object":"x"}}}]}""".formatted(NIP));
        byte[] data = client.findRecord(NIP).orElseThrow();
        assertThat(new RecordReader().readJson(data, 0, data.length))
                .isInstanceOfSatisfying(ReadRow.Accepted.class, accepted -> {
                    AsnRecord record = accepted.record();
                    assertThat(record.nip()).isEqualTo(NIP);
                    assertThat(record.statusCode()).isEqualTo("01");
                    assertThat(record.birthDate()).isEqualTo(LocalDate.of(1990, 1, 1));
                    assertThat(record.elements()).doesNotContain("Islam");
                });
    }

    @Test
    void asksNoFasterThanAgreed() throws Exception {
        var slow = new SiasnClient(siasn.source(2), Clock.systemUTC(), pauses::add);
        for (int i = 0; i < 4; i++) {
            assertThat(slow.findRecord(NIP)).isPresent();
        }
        // Nobody really waited, so each turn is half a second after the one before.
        assertThat(pauses).hasSize(3);
        assertThat(pauses.getLast()).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
