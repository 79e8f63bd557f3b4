package id.padan.directory.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import id.padan.directory.vault.NikVault;
import id.padan.platform.nik.Nik;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Handle;

/**
 * A record as its holder sees it.
 *
 * @param no its row
 * @param nik absent when the register has none
 * @param record annex elements in SIASN names
 * @param internal class I: never disclosed to another party
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OwnRecord(
        @JsonIgnore long no,
        String id,
        String nipBaru,
        String nik,
        long version,
        LocalDate dataDate,
        Instant changedAt,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String record,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String internal,
        boolean hasEmail,
        boolean hasPhone) {

    /** Of several records with this NIP the one changed last. */
    public static Optional<OwnRecord> find(Handle handle, NikVault vault, String nip) {
        return handle.createQuery(
                        "select * from asn_record where nip = :nip and not removed order by changed_at desc, no desc limit 1")
                .bind("nip", nip)
                .map((row, context) -> of(row, vault))
                .findOne();
    }

    private static OwnRecord of(ResultSet row, NikVault vault) throws SQLException {
        byte[] nik = row.getBytes("nik_sealed");
        return new OwnRecord(
                row.getLong("no"),
                row.getString("id"),
                row.getString("nip"),
                nik == null
                        ? null
                        : Nik.of(vault.open(nik, row.getString("id"))).digits(),
                row.getLong("version"),
                row.getObject("data_date", LocalDate.class),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getString("elements"),
                row.getString("internal"),
                row.getBoolean("has_email"),
                row.getBoolean("has_phone"));
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "OwnRecord[" + id + "]";
    }
}
