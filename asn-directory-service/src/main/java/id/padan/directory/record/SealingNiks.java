package id.padan.directory.record;

import id.padan.directory.vault.NikVault;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Seals NIKs that an earlier release stored as numbers, once, before the first request: a search must find them all. The records' hashes
 * are made anew too, since in their old form a NIK could be tried on them.
 */
@ApplicationScoped
class SealingNiks {

    private static final Logger LOG = Logger.getLogger(SealingNiks.class);

    private final Jdbi jdbi;
    private final NikVault vault;

    SealingNiks(Jdbi jdbi, NikVault vault) {
        this.jdbi = jdbi;
        this.vault = vault;
    }

    void start(@Observes @Priority(50) StartupEvent event) {
        long sealed = 0;
        int more;
        while ((more = jdbi.inTransaction(this::records) + jdbi.inTransaction(this::formerNiks)) > 0) {
            sealed += more;
        }
        if (sealed > 0) {
            LOG.infof("%d NIKs are sealed now; VACUUM FULL asn_record takes away where they stood before", sealed);
        }
    }

    private record Plain(long no, String id, long nik, UUID hash) {}

    private int records(Handle tx) {
        List<Plain> block = tx.createQuery("""
                        select no, id, nik, nip, nik_valid, elements, internal, has_email, has_phone from asn_record
                        where nik is not null limit :limit for update""")
                .bind("limit", RegisterWriter.BLOCK)
                .map((row, context) -> new Plain(
                        row.getLong("no"),
                        row.getString("id"),
                        row.getLong("nik"),
                        RecordReader.hash(
                                row.getString("elements"),
                                row.getString("internal"),
                                row.getString("id"),
                                row.getString("nip"),
                                row.getObject("nik_valid", Boolean.class),
                                row.getBoolean("has_email"),
                                row.getBoolean("has_phone"))))
                .list();
        if (block.isEmpty()) {
            return 0;
        }
        var batch = tx.prepareBatch(
                "update asn_record set nik = null, nik_lookup = :lookup, nik_sealed = :sealed, hash = :hash where no = :no");
        for (Plain plain : block) {
            batch.bind("no", plain.no())
                    .bind("lookup", vault.lookup(plain.nik()))
                    .bind("sealed", vault.seal(plain.nik(), plain.id()))
                    .bind("hash", plain.hash())
                    .add();
        }
        batch.execute();
        return block.size();
    }

    private int formerNiks(Handle tx) {
        List<Plain> block = tx.createQuery("""
                        select f.no, r.id, f.nik, r.hash from former_nik_plain f join asn_record r using (no) limit :limit for update of f""")
                .bind("limit", RegisterWriter.BLOCK)
                .map((row, context) -> new Plain(
                        row.getLong("no"), row.getString("id"), row.getLong("nik"), row.getObject("hash", UUID.class)))
                .list();
        for (Plain plain : block) {
            tx.execute(
                    "insert into former_nik (no, nik_lookup, nik_sealed) values (?, ?, ?) on conflict do nothing",
                    plain.no(),
                    vault.lookup(plain.nik()),
                    vault.seal(plain.nik(), plain.id()));
            tx.execute("delete from former_nik_plain where no = ? and nik = ?", plain.no(), plain.nik());
        }
        return block.size();
    }
}
