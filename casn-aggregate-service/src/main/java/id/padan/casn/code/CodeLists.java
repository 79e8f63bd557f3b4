package id.padan.casn.code;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The closed code lists, shipped with the service; agencies, jobs and regencies are learnt from formations instead. */
public final class CodeLists {
    /** All values of a dimension together. */
    public static final String TOTAL = "_T";
    /** Not applicable or not known: a job without an occupation, a formation of a whole province. */
    public static final String NONE = "_Z";

    private static final Map<String, Map<String, String>> LISTS = load();

    private CodeLists() {}

    /** Codes with their Indonesian names, in the list's order; empty for an open list. */
    public static Map<String, String> of(Dimension dimension) {
        return LISTS.getOrDefault(dimension.annexName(), Map.of());
    }

    public static boolean isKnown(Dimension dimension, String code) {
        return code != null && of(dimension).containsKey(code);
    }

    private static Map<String, Map<String, String>> load() {
        try (InputStream file = CodeLists.class.getResourceAsStream("/codes/codes.json")) {
            var lists = new LinkedHashMap<>(new ObjectMapper()
                    .readValue(file, new TypeReference<LinkedHashMap<String, Map<String, String>>>() {}));
            lists.put(Dimension.PROVINSI_DOMISILI.annexName(), lists.get(Dimension.PROVINSI_FORMASI.annexName()));
            var stages = new LinkedHashMap<String, String>();
            for (Stage.Group group : Stage.Group.values()) {
                stages.put(group.name(), group.title());
            }
            lists.put(Dimension.TAHAPAN.annexName(), stages);
            return lists;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
