package id.padan.verification.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusEventTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @Test
    void readsAllRecordsOfATokenAndToleratesNewMembers() throws BadEvent {
        var event = parse("""
                {"type":"asn.status","epoch":1,"version":123,"dataTime":"2026-11-01","shared":true,"validated":false,"new":[],
                 "records":[{"asnId":"x","version":7,"intervals":[{"mappingRow":"m-1","from":null,"to":null}]},
                            {"asnId":"y","version":1,"intervals":[{"mappingRow":null,"from":"2026-01-01","to":null}]}]}""");

        assertThat(event.version()).isEqualTo(123);
        assertThat(event.dataTime()).isEqualTo(LocalDate.of(2026, 11, 1));
        assertThat(event.state()).isEqualTo("SN;?@2026-01-01..;m-1");
    }

    @Test
    void noValueIsATombstone() throws BadEvent {
        assertThat(StatusEvent.parse(KEY, null).isTombstone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{",
                "[]",
                "{}",
                "{\"type\":\"asn.record\"}",
                "{\"type\":\"asn.status\",\"epoch\":0,\"version\":1,\"dataTime\":\"2026-11-01\",\"records\":[]}",
                "{\"type\":\"asn.status\",\"epoch\":1,\"version\":0,\"dataTime\":\"2026-11-01\",\"records\":[]}",
                "{\"type\":\"asn.status\",\"epoch\":1,\"version\":1,\"dataTime\":\"01-11-2026\",\"records\":[]}",
                "{\"type\":\"asn.status\",\"epoch\":1,\"version\":1,\"records\":[]}",
                "{\"type\":\"asn.status\",\"epoch\":1,\"version\":1,\"dataTime\":\"2026-11-01\"}",
                "{\"type\":\"asn.status\",\"epoch\":1,\"version\":1,\"dataTime\":\"2026-11-01\",\"records\":[{}]}",
                "{\"type\":\"asn.status\",\"epoch\":1,\"version\":1,\"dataTime\":\"2026-11-01\",\"records\":[{\"intervals\":[null]}]}",
                "{\"type\":\"asn.status\",\"epoch\":1,\"version\":1,\"dataTime\":\"2026-11-01\",\"records\":[{\"intervals\":[{\"mappingRow\":\"3273010101909990;\"}]}]}"
            })
    void refusesWhatBreaksTheContractWithoutQuotingIt(String value) {
        assertThatThrownBy(() -> parse(value))
                .isInstanceOf(BadEvent.class)
                .hasMessageNotContaining("3273010101909990")
                .hasNoCause();
    }

    @Test
    void refusesAKeyThatIsNoToken() {
        assertThatThrownBy(() -> StatusEvent.parse("3273010101909990".getBytes(StandardCharsets.US_ASCII), null))
                .isInstanceOf(BadEvent.class)
                .hasMessageNotContaining("3273");
        assertThatThrownBy(() -> StatusEvent.parse(null, null)).isInstanceOf(BadEvent.class);
    }

    private static StatusEvent parse(String value) throws BadEvent {
        return StatusEvent.parse(KEY, value.getBytes(StandardCharsets.UTF_8));
    }
}
