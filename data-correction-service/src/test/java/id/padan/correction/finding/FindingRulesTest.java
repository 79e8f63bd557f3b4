package id.padan.correction.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FindingRulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NIP = "199001012015031999";

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<FindingKind> kinds(String members) {
        return FindingRules.of(json("{\"nip\":\"" + NIP + "\"" + members + "}"), null).stream()
                .map(FindingRules.Found::kind)
                .toList();
    }

    @Test
    void aRecordThatAgreesWithItselfGivesNothing() {
        assertThat(
                        kinds(
                                ",\"jenisAsn\":\"PNS\",\"tanggalLahir\":\"1990-01-01\",\"jenisKelamin\":\"M\",\"tmtMulai\":{\"tmtCpns\":\"2015-03-01\"},"
                                        + "\"kedudukanHukumId\":\"01\",\"statusKeaktifan\":\"AKTIF\",\"nikValid\":true,\"jenisJabatanId\":\"2\",\"jabatanId\":\"J\",\"kelompokJabatanId\":\"K\""))
                .isEmpty();
        // What the annex does not open, no rule misses.
        assertThat(kinds("")).isEmpty();
        assertThat(FindingRules.of(json("{\"nikValid\":false}"), null)).isEmpty();
    }

    @Test
    void eachContradictionIsFoundWithWhatContradicts() {
        assertThat(kinds(",\"jenisAsn\":\"PNS\",\"tmtMulai\":{\"tmtCpns\":\"2015-04-01\"}"))
                .containsExactly(FindingKind.CON_1);
        assertThat(kinds(",\"tanggalLahir\":\"1990-01-02\"")).containsExactly(FindingKind.CON_2);
        assertThat(kinds(",\"jenisKelamin\":\"F\"")).containsExactly(FindingKind.CON_3);
        assertThat(kinds(",\"jenisAsn\":\"PPPK\",\"tmtMulai\":{\"tmtPppk\":\"2022-01-01\"}"))
                .containsExactly(FindingKind.CON_4);
        assertThat(kinds(",\"jenisAsn\":\"PPPK\",\"kedudukanHukumId\":\"01\"")).containsExactly(FindingKind.ACC_4);
        assertThat(kinds(",\"jenisAsn\":\"PPPK\",\"kedudukanHukumId\":\"52\"")).isEmpty();
        assertThat(kinds(",\"nikValid\":false")).containsExactly(FindingKind.ACC_5);
        assertThat(kinds(",\"jenisJabatanId\":\"2\",\"jabatanId\":\"J\"")).containsExactly(FindingKind.REFERENSI_YATIM);
        var late = FindingRules.of(
                json(
                        "{\"nip\":\"" + NIP
                                + "\",\"kedudukanHukumId\":\"01\",\"statusKeaktifan\":\"AKTIF\",\"tmtPensiun\":{\"tanggal\":\"2031-02-01\"}}"),
                null);
        assertThat(late).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(FindingKind.TIM_5);
            // Before the day it is kept, and shown to nobody.
            assertThat(found.from()).hasToString("2031-02-02");
            assertThat(found.evidence().path("tmtPensiun").asText()).isEqualTo("2031-02-01");
        });
        assertThat(FindingRules.of(
                        json("{\"nip\":\"" + NIP + "\",\"statusKeaktifan\":\"PENSIUN\"}"),
                        json("{\"statusPelaksanaanTugas\":\"AKTIF_JF\"}")))
                .extracting(FindingRules.Found::kind)
                .containsExactly(FindingKind.STATUS_BERTENTANGAN);
    }

    @Test
    void whatDamagesAnAnswerComesFirstAndOnlyOpenElementsAreShown() {
        for (var kind : FindingKind.values()) {
            assertThat(kind.score > 1_000).as(kind.name()).isEqualTo(kind.aidImpact);
        }
        assertThat(FindingKind.TIM_6.isOpen(Set.of("A-13"))).isFalse();
        assertThat(FindingKind.CON_2.isOpen(Set.of("A-02", "A-10"))).isTrue();
        assertThat(FindingKind.ofIndicator("DECEASED_ACTIVE")).contains(FindingKind.STATUS_BERTENTANGAN);
        assertThat(FindingKind.ofIndicator("COM_6")).isEmpty();
    }

    @Test
    void theNipSuggestsWhatItSaysAndNothingElse() {
        assertThat(FindingKind.CON_1.suggestion(NIP)).isEqualTo("2015-03-01");
        assertThat(FindingKind.CON_2.suggestion(NIP)).isEqualTo("1990-01-01");
        assertThat(FindingKind.CON_3.suggestion(NIP)).isEqualTo("M");
        assertThat(FindingKind.CON_2.suggestion("199013012015031999")).isNull();
        assertThat(FindingKind.ACC_5.suggestion(NIP)).isNull();
    }
}
