package id.padan.directory.correction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode record(String... pairs) {
        var record = JSON.createObjectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            record.put(pairs[i], pairs[i + 1]);
        }
        return record;
    }

    private static Map<String, String> fields(String element, String proposed, ObjectNode record) {
        return Members.toFields(
                element, Members.read(JSON, element, null, proposed, record).orElseThrow(), record);
    }

    @Test
    void anElementBecomesSiasnsFieldAndComesBackInTheFormInWhichItWasGiven() {
        assertThat(fields("A-10", "1990-02-01", record())).containsExactly(Map.entry("tglLahir", "1990-02-01"));
        assertThat(Members.show("A-10", List.of(""), true, record("tglLahir", "01-02-1990"), JSON))
                .isEqualTo("1990-02-01");
        assertThat(fields("A-43", "{\"tmtPns\":\"2020-01-01\",\"tmtCpns\":null}", record()))
                .containsEntry("tmtPns", "2020-01-01")
                .containsEntry("tmtCpns", null)
                .hasSize(2);
        assertThat(Members.show("A-43", List.of("tmtPns", "tmtCpns"), false, record("tmtPns", "01-01-2020"), JSON))
                .isEqualTo("{\"tmtPns\":\"2020-01-01\",\"tmtCpns\":null}");
        assertThat(fields("A-43", "2020-01-01", record("statusPegawai", "PPPK")))
                .containsOnlyKeys("tmtPppk");
        assertThat(fields("A-44", "58", record())).containsOnlyKeys("bupPensiun");
        assertThat(fields("A-29", "J-2", record("jenisJabatanId", "1"))).containsOnlyKeys("jabatanStrukturalId");
        assertThat(fields("A-29", "J-2", record("jenisJabatanId", "2"))).containsOnlyKeys("jabatanFungsionalId");
    }

    @Test
    void theNameOfAFormerStatusDoesNotStayBesideANewCode() {
        assertThat(fields("A-13", "99", record("kedudukanPnsNama", "Aktif"))).containsEntry("kedudukanPnsNama", null);
    }

    @Test
    void whatTheElementCannotBeIsNoValue() {
        assertThat(Members.read(JSON, "A-43", null, "{\"nama\":\"X\"}", record()))
                .isEmpty();
        assertThat(Members.read(JSON, "A-43", null, "{", record())).isEmpty();
        assertThat(Members.read(JSON, "A-38", null, "12", record())).isEmpty();
        assertThat(Members.read(JSON, "A-43", "nama", "X", record())).isEmpty();
        assertThat(Members.read(JSON, "A-43", "tmtPns", "2020-01-01", record()).orElseThrow())
                .containsExactly(Map.entry("tmtPns", "2020-01-01"));
        assertThat(Members.isApplicable("A-15")).isFalse();
        assertThat(Members.isApplicable("A-46")).isFalse();
    }
}
