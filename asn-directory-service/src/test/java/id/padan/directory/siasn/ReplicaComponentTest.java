package id.padan.directory.siasn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.padan.directory.record.RegisterWriter;
import id.padan.directory.siasn.FollowingReplica.Replica;
import id.padan.platform.testing.LocalInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The replica of the test is a table of a schema of its own in the same PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class ReplicaComponentTest {
    @Inject
    Jdbi jdbi;

    @Inject
    RegisterWriter register;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Test
    void aTableIsCopiedThenFollowedAndMayBeAlteredMeanwhile() {
        execute("create schema siasn_source");
        execute("""
                create table siasn_source.data_utama (id text primary key, nip_baru text, nama text, kedudukan_pns_id text, tgl_lahir text,
                    agama text)""");
        insert("R1", "197001011995011999", "01");
        insert("R2", "197002011995011999", "01");
        var following = follow();
        try {
            // Before anything is followed: the copy.
            awaitStatus("R1", "01");
            awaitStatus("R2", "01");
            insert("R3", "197003011995011999", "71");
            execute("update siasn_source.data_utama set kedudukan_pns_id = '99' where id = 'R1'");
            awaitStatus("R3", "71");
            awaitStatus("R1", "99");
            execute("delete from siasn_source.data_utama where id = 'R2'");
            awaitStatus("R2", "removed");

            // Altered: a column more, another type, a column that a record needs is gone and comes back.
            execute("alter table siasn_source.data_utama add column unsur_baru int default 7");
            execute("alter table siasn_source.data_utama alter column kedudukan_pns_id type varchar(2)");
            execute("update siasn_source.data_utama set kedudukan_pns_id = '88' where id = 'R1'");
            awaitStatus("R1", "88");
            execute("alter table siasn_source.data_utama rename column nip_baru to nip_lain");
            execute("update siasn_source.data_utama set kedudukan_pns_id = '01' where id = 'R3'");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(aside()).containsExactly("R3nipBaruNIP_FORMAT"));
            awaitStatus("R3", "71");
            execute("alter table siasn_source.data_utama rename column nip_lain to nip_baru");
            awaitStatus("R3", "01");
            assertThat(aside()).isEmpty();
        } finally {
            following.close();
        }
        awaitSlotIdle();
        // While nobody follows, the slot keeps what happens.
        execute("update siasn_source.data_utama set kedudukan_pns_id = '02' where id = 'R1'");
        var again = follow();
        try {
            awaitStatus("R1", "02");
        } finally {
            again.close();
            awaitSlotIdle();
            execute("select pg_drop_replication_slot('padan_siasn')");
            execute("drop publication padan_siasn");
            execute("drop schema siasn_source cascade");
        }
    }

    private FollowingReplica follow() {
        var following = new FollowingReplica(
                jdbi,
                register,
                Duration.ofMillis(500),
                Optional.of(new Replica(url.replaceFirst("\\?.*", ""), user, password, "siasn_source.data_utama")));
        following.start(null);
        return following;
    }

    private void awaitSlotIdle() {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> jdbi.withHandle(handle -> handle.createQuery(
                                        "select count(*) from pg_replication_slots where slot_name = 'padan_siasn' and active")
                                .mapTo(Integer.class)
                                .one())
                        == 0);
    }

    private void insert(String id, String nip, String code) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into siasn_source.data_utama (id, nip_baru, nama, kedudukan_pns_id, tgl_lahir, agama) values (?, ?, 'CONTOH', ?, '01-01-1970', 'Islam')",
                id,
                nip,
                code));
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    private List<String> aside() {
        return jdbi.withHandle(handle -> handle.createQuery("select concat(id, field, reason) from siasn_replica_aside")
                .mapTo(String.class)
                .list());
    }

    private void awaitStatus(String id, String code) {
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> jdbi.withHandle(handle -> handle.createQuery(
                                        "select case when removed then 'removed' else status_code end from asn_record where id = :id")
                                .bind("id", id)
                                .mapTo(String.class)
                                .findOne()
                                .orElse("none")),
                        code::equals);
    }
}
