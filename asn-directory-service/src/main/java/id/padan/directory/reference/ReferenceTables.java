package id.padan.directory.reference;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The tables that can be published, as data: a new one is a line of {@code references/tables.json}. */
@ApplicationScoped
class ReferenceTables {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final List<ReferenceTable> tables;

    ReferenceTables() {
        try (InputStream file = ReferenceTables.class.getResourceAsStream("/references/tables.json")) {
            tables = JSON.readValue(file, new TypeReference<List<ReferenceTable>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ReferenceTable> list() {
        return tables;
    }

    /** By its key, or by a name that its files have. */
    Optional<ReferenceTable> find(String name) {
        return tables.stream()
                .filter(table -> table.key().equals(name) || table.sources().containsKey(name))
                .findFirst();
    }

    ReferenceTable get(String key) {
        return find(key).orElseThrow();
    }
}
