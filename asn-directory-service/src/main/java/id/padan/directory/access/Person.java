package id.padan.directory.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.padan.directory.record.AsnRecord;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A record as far as limited access asks for it; never its NIK, never class I.
 *
 * @param elements the annex elements in SIASN names
 * @param agency {@code instansiKerjaId}
 * @param homeAgency {@code instansiIndukId}
 * @param position {@code jabatanFungsionalId}
 */
record Person(
        long no,
        String id,
        String nip,
        String statusCode,
        boolean deceased,
        String elements,
        String agency,
        String homeAgency,
        String position) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Person of(long no, AsnRecord asn) {
        return new Person(
                no,
                asn.id(),
                asn.nip(),
                asn.statusCode(),
                asn.deceased(),
                asn.elements(),
                asn.agency(),
                asn.homeAgency(),
                asn.position());
    }

    /** From a row with no, id, nip, status_code, deceased and elements. */
    static Person of(ResultSet row) throws SQLException {
        String elements = row.getString("elements");
        JsonNode siasn = tree(elements);
        return new Person(
                row.getLong("no"),
                row.getString("id"),
                row.getString("nip"),
                row.getString("status_code"),
                row.getBoolean("deceased"),
                elements,
                siasn.path("instansiKerjaId").textValue(),
                siasn.path("instansiIndukId").textValue(),
                siasn.path("jabatanFungsionalId").textValue());
    }

    JsonNode siasn() {
        return tree(elements);
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            // No cause: it may quote the record.
            throw new IllegalStateException("a stored record is not JSON");
        }
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "Person[" + id + "]";
    }
}
