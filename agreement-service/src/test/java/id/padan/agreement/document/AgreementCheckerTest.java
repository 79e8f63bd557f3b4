package id.padan.agreement.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.agreement.document.CheckedFile.Faulty;
import id.padan.agreement.document.CheckedFile.Sound;
import id.padan.platform.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AgreementCheckerTest {

    private static final ObjectMapper JSON = StrictJson.mapper();

    private final AgreementChecker checker = new AgreementChecker(JSON);

    @Test
    void thePackagedAgreementIsSoundAndWhole() {
        assertThat(checker.check(bytes(tree()))).isInstanceOfSatisfying(Sound.class, sound -> {
            AgreementFile file = sound.file();
            assertThat(file.elements().stream().map(AgreementFile.Element::code))
                    .contains("A-01", "A-50", "B-10", "C-12", "D-06", "E-19", "F-16", "G-10", "X-01", "I-01");
            assertThat(file.clauses().stream().map(AgreementFile.Clause::id))
                    .contains(
                            "Ps 3(1)a",
                            "Ps 3(1)b",
                            "Ps 3(1)c",
                            "Ps 3(1)d",
                            "Ps 3(1)e",
                            "Ps 4(1)a",
                            "Ps 4(1)b",
                            "Ps 4(1)c");
            assertThat(file.term().until()).hasToString("2027-08-16T00:00+07:00");
        });
    }

    @Test
    void saysWhereJsonBreaks() {
        assertThat(findings("{\n  \"id\": \n}".getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.problem()).contains("line 3");
                });
        assertThat(findings("[]".getBytes(StandardCharsets.UTF_8))).hasSize(1);
        assertThat(findings(new byte[0])).hasSize(1);
        assertThat(findings(new byte[] {0, 1, 2, (byte) 0xff})).hasSize(1);
        assertThat(findings("{\"id\":\"a\",\"id\":\"b\"}".getBytes(StandardCharsets.UTF_8)))
                .hasSize(1);
    }

    @Test
    void pointsToWhatTheSchemaRefuses() {
        assertThat(pointers(file -> ((ObjectNode) file.at("/clauses/1")).remove("grantee")))
                .contains("/clauses/1");
        assertThat(pointers(file -> file.put("effectiveFrom", "tomorrow"))).containsExactly("/effectiveFrom");
        assertThat(pointers(file -> ((ObjectNode) file.at("/elements/0")).put("class", "Z")))
                .containsExactly("/elements/0/class");
        assertThat(pointers(file -> file.put("versi", "1"))).isNotEmpty();
        assertThat(pointers(file -> file.put("version", "one"))).containsExactly("/version");
    }

    @Test
    void pointsToNamesThatDoNotExist() {
        assertThat(pointers(file -> ((ObjectNode) file.at("/clauses/0")).put("grantee", "kemenkeu")))
                .containsExactly("/clauses/0/grantee");
        assertThat(pointers(file -> ((ObjectNode) file.at("/clauses/0"))
                        .putArray("datasets")
                        .add("salaries")))
                .containsExactly("/clauses/0/datasets/0");
        assertThat(pointers(file -> ((ObjectNode) file.at("/programmes/0")).put("clause", "Ps 99")))
                .containsExactly("/programmes/0/clause");
        assertThat(pointers(file -> ((ObjectNode) file.at("/datasets/0")).put("holder", "nobody")))
                .contains("/datasets/0/holder");
    }

    @Test
    void refusesTwoOfOneName() {
        assertThat(pointers(file -> ((ObjectNode) file.at("/elements/1")).put("code", "A-01")))
                .containsExactly("/elements/1/code");
        assertThat(pointers(file -> ((ArrayNode) file.get("clauses"))
                        .add(file.at("/clauses/0").deepCopy())))
                .contains("/clauses/9/id");
    }

    @Test
    void neverOpensWhatMayNotBeDisclosed() {
        assertThat(pointers(file -> {
                    ObjectNode excluded =
                            (ObjectNode) file.withArray("elements").get(index(file, "X-01"));
                    excluded.putArray("clauses").add("Ps 3(1)a");
                    excluded.putArray("purposes").add("ASN_GUIDANCE");
                }))
                .hasSize(1)
                .allSatisfy(pointer -> assertThat(pointer).endsWith("/clauses"));
        for (String name : List.of("agama", "riwayatHukdis", "gajiPokok", "jumlahAnak", "statusKesehatan")) {
            assertThat(pointers(file -> ((ObjectNode) file.at("/elements/0")).put("name", name)))
                    .as(name)
                    .containsExactly("/elements/0/name");
        }
    }

    @Test
    void noLabelMakesSpecialDataOfPersonsReferences() {
        for (String kind : List.of("R", "G", "P", "U")) {
            assertThat(pointers(file -> {
                        ObjectNode added = file.withArray("elements").addObject();
                        added.put("code", "A-99")
                                .put("name", "riwayatHukdis")
                                .put("type", "list")
                                .put("class", kind);
                        added.putArray("clauses").add("Ps 3(1)a");
                        added.putArray("purposes").add("ASN_GUIDANCE");
                    }))
                    .as(kind)
                    .singleElement()
                    .asString()
                    .endsWith("/name");
        }
        assertThat(pointers(file -> ((ObjectNode) file.at("/elements/0")).put("name", "noHp")))
                .containsExactly("/elements/0/name");
    }

    @Test
    void refusesAnUnknownElementClassAndAClauseForNobody() {
        assertThat(pointers(file -> ((ObjectNode) file.at("/elements/0")).put("class", "Z")))
                .containsExactly("/elements/0/class");
        assertThat(pointers(file -> ((ObjectNode) file.at("/clauses/0")).put("grantee", "nobody")))
                .containsExactly("/clauses/0/grantee");
    }

    @Test
    void theAssessmentsOfThePackagedProgrammesAreTheDocumentsBesideIt() throws IOException {
        for (String code : List.of("bsu-2025", "tkm-2026")) {
            try (InputStream text = AgreementChecker.class.getResourceAsStream("/agreements/dpia-" + code + ".md")) {
                String sha256 = CanonicalDocument.sha256(text.readAllBytes());
                assertThat(tree().get("programmes"))
                        .anySatisfy(programme -> assertThat(
                                        programme.path("dpiaSha256").asText())
                                .isEqualTo(sha256));
            }
        }
    }

    @Test
    void refusesDatesOutOfOrderAndPurposesOutsideTheClause() {
        assertThat(pointers(file -> ((ObjectNode) file.get("term")).put("until", "2024-08-15T00:00:00+07:00")))
                .containsExactly("/term/until");
        assertThat(pointers(file -> file.put("signed", "2024-08-16"))).containsExactly("/signed");
        assertThat(pointers(file -> ((ObjectNode) file.at("/programmes/0")).put("until", "2019-01-01T00:00:00+07:00")))
                .containsExactly("/programmes/0/until");
        assertThat(pointers(file -> ((ObjectNode) file.at("/programmes/0"))
                        .putArray("cutOffDates")
                        .add("2020-06-30")
                        .add("2020-06-30")))
                .containsExactly("/programmes/0/cutOffDates/1");
        assertThat(pointers(file -> ((ObjectNode) file.at("/elements/0"))
                        .putArray("purposes")
                        .add("AID_VERIFICATION")))
                .containsExactly("/elements/0/purposes/0");
    }

    @Test
    void refusesToStandLongerThanTheRowsAreKept() {
        assertThat(pointers(file -> ((ObjectNode) file.at("/programmes/2")).put("standingDays", 31)))
                .containsExactly("/programmes/2/standingDays");
        assertThat(pointers(file -> ((ObjectNode) file.at("/programmes/2")).remove("retentionDays")))
                .containsExactly("/programmes/2/standingDays");
        assertThat(pointers(file -> ((ObjectNode) file.at("/programmes/2")).put("asnShareLimit", 5)))
                .containsExactly("/programmes/2/asnShareLimit");
        assertThat(pointers(file -> ((ObjectNode) file.at("/programmes/2")).put("quotaRowsPerDay", 0)))
                .containsExactly("/programmes/2/quotaRowsPerDay");
    }

    @Test
    void aProgrammeNeedSayNothingOfQuotaRetentionAndStandingVerification() {
        assertThat(checker.check(bytes(tree()))).isInstanceOfSatisfying(Sound.class, sound -> {
            AgreementFile.Programme old = sound.file().programmes().getFirst();
            assertThat(old.quotaRowsPerDay()).isNull();
            assertThat(old.standingDays()).isNull();
            AgreementFile.Programme standing = sound.file().programmes().get(2);
            assertThat(standing.standingDays()).isEqualTo(30);
            assertThat(standing.asnShareLimit()).isEqualByComparingTo("1");
        });
    }

    private List<String> pointers(Consumer<ObjectNode> change) {
        ObjectNode tree = tree();
        change.accept(tree);
        return findings(bytes(tree)).stream().map(Finding::pointer).toList();
    }

    private List<Finding> findings(byte[] content) {
        return checker.check(content) instanceof Faulty faulty ? faulty.findings() : List.of();
    }

    private static int index(ObjectNode file, String code) {
        ArrayNode elements = file.withArray("elements");
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).path("code").asText().equals(code)) {
                return i;
            }
        }
        throw new IllegalArgumentException(code);
    }

    private static ObjectNode tree() {
        try (InputStream text = AgreementChecker.class.getResourceAsStream("/agreements/kemnaker-bkn-2024.json")) {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(ObjectNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
