package id.padan.agreement.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.platform.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class VersionDifferenceTest {

    private static final ObjectMapper JSON = StrictJson.mapper();
    private final VersionDifference difference = new VersionDifference(JSON);

    @Test
    void nothingChangedIsNothingSaid() {
        assertThat(changes(file -> file.put("version", "2").put("effectiveFrom", "2027-01-01T00:00:00+07:00")))
                .isEmpty();
    }

    @Test
    void saysWhatAnElementLosesAndGains() {
        List<Change> changes = changes(file -> {
            ((ObjectNode) file.at("/elements/5")).putArray("clauses");
            ((ArrayNode) file.at("/elements/3/clauses")).add("Ps 3(1)a");
        });

        assertThat(changes)
                .extracting(Change::en)
                .containsExactly(
                        "Element A-04 (nik) is now opened by Ps 3(1)a.",
                        "Element A-06 (nama) is no longer opened by Ps 3(1)a.");
        assertThat(changes)
                .extracting(Change::id)
                .containsExactly(
                        "Elemen data A-04 (nik) kini dibuka oleh Ps 3(1)a.",
                        "Elemen data A-06 (nama) tidak lagi dibuka oleh Ps 3(1)a.");
    }

    @Test
    void saysWhatComesGoesAndMoves() {
        List<Change> changes = changes(file -> {
            ((ObjectNode) file.get("term")).put("until", "2030-08-16T00:00:00+07:00");
            ((ArrayNode) file.get("programmes")).remove(0);
            file.withArray("datasets").addObject().put("id", "new-data").put("holder", "bkn");
            ((ObjectNode) file.at("/parties/0/officials/0")).put("name", "Somebody Else");
        });

        assertThat(changes)
                .extracting(Change::pointer)
                .containsExactly(
                        "/term/until", "/parties/kemnaker/officials", "/datasets/new-data", "/programmes/BSU-2020");
        assertThat(changes.get(0).en())
                .startsWith("The end of the term changes from ")
                .contains("2030-08-16");
        assertThat(changes.get(1).id()).contains("Somebody Else");
        assertThat(changes.get(2).id()).isEqualTo("Himpunan data new-data ditambahkan.");
        assertThat(changes.get(3).en()).isEqualTo("Programme BSU-2020 (Bantuan Subsidi Upah 2020) is taken out.");
    }

    private List<Change> changes(Consumer<ObjectNode> change) {
        ObjectNode after = tree();
        change.accept(after);
        return difference.words(file(tree()), file(after));
    }

    private static AgreementFile file(ObjectNode tree) {
        return JSON.convertValue(tree, AgreementFile.class);
    }

    private static ObjectNode tree() {
        try (InputStream text = VersionDifference.class.getResourceAsStream("/agreements/kemnaker-bkn-2024.json")) {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
