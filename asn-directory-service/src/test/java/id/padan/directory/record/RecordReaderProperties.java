package id.padan.directory.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class RecordReaderProperties {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Property
    void neverThrowsWhateverTheBytes(@ForAll byte[] line) {
        assertThat(new RecordReader().readJson(line, 0, line.length)).isNotNull();
    }

    @Property(tries = 300)
    void unknownFieldsChangeNothing(
            @ForAll @Size(max = 10) Map<@AlphaChars @StringLength(min = 25, max = 30) String, String> more)
            throws JsonProcessingException {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", "8A0F");
        fields.put("nipBaru", "199001012015031999");
        fields.put("nik", "3171010101909991");
        ReadRow without = read(fields);
        more.forEach((name, value) -> fields.putIfAbsent("zz" + name, value));
        assertThat(read(fields)).isEqualTo(without);
    }

    @Property(tries = 300)
    void storedElementsAreAlwaysJson(@ForAll @StringLength(max = 100) String name) throws JsonProcessingException {
        ReadRow read = read(Map.of("id", "8A0F", "nipBaru", "199001012015031999", "nama", name));
        if (read instanceof ReadRow.Accepted(AsnRecord asn) && !name.isBlank()) {
            assertThat(JSON.readTree(asn.elements()).path("nama").asText()).isEqualTo(name.strip());
        }
    }

    private static ReadRow read(Map<String, ?> fields) throws JsonProcessingException {
        byte[] line = JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8);
        return new RecordReader().readJson(line, 0, line.length);
    }
}
