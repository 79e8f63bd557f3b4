package id.padan.directory.siasn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import id.padan.directory.Events;
import id.padan.directory.history.Histories;
import id.padan.directory.history.HistoryKind;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.directory.record.RegisterWriter;
import id.padan.directory.siasn.SiasnSimulator.Trap;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.testing.LocalInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class PullComponentTest {
    private static final OwnersDecision BKN =
            new OwnersDecision("bkn", "bkn-system", null, new PolicyRef("kemnaker-bkn-2024", "1"));

    @Inject
    Jdbi jdbi;

    @Inject
    RegisterWriter register;

    @Inject
    Histories histories;

    @Inject
    RecordingDecisions decisions;

    @Test
    void aPullGoesOnWhereItStoodAndAsksNobodyTwice() throws Exception {
        String one = "198001012005011999";
        String gone = "198002012005011999";
        String mixedUp = "198003012005011999";
        String last = "198004012005011999";
        String id = "P" + UUID.randomUUID().toString().replace("-", "");
        try (var siasn = new SiasnSimulator()) {
            siasn.knows(one, record(id + "1", one, "01"))
                    .knows(mixedUp, record(id + "3", "198001012005012999", "01"))
                    .knows(last, record(id + "4", last, "99"));
            siasn.next(Trap.THROTTLED, Trap.EXPIRED_NEW, Trap.HTML_502);
            siasn.breaksAt(last);
            var client = new SiasnClient(siasn.source(1e6), Clock.systemUTC(), pause -> {});
            var pulling =
                    new Pulling(jdbi, register, histories, decisions, Duration.ofMillis(300), Optional.of(client));
            pulling.start(null);
            try {
                var begun = pulling.begin(List.of(one, gone, mixedUp, last, one), List.of(), BKN);
                assertThat(begun.total()).isEqualTo(4);
                var stands = await().atMost(Duration.ofSeconds(20))
                        .until(() -> pulling.find(begun.id()).orElseThrow(), pull -> pull.reason() != null);
                assertThat(stands.state()).isEqualTo("RUNNING");
                assertThat(stands.reason()).isEqualTo("no JSON, HTTP 502");
                assertThat(stands.found()).isEqualTo(1);
                assertThatThrownBy(() -> pulling.begin(List.of(), List.of(), BKN))
                        .isInstanceOf(ProblemException.class);
                assertThat(stands.absent()).isEqualTo(1);
                assertThat(stands.refused()).isEqualTo(1);
                int askedBefore =
                        (int) siasn.asked().stream().filter(one::equals).count();
                siasn.breaksAt(null);
                var done = await().atMost(Duration.ofSeconds(20))
                        .until(
                                () -> pulling.find(begun.id()).orElseThrow(),
                                pull -> pull.state().equals("COMPLETED"));
                assertThat(done.found()).isEqualTo(2);
                assertThat(done.changed()).isEqualTo(2);
                assertThat(done.reason()).isNull();
                assertThat(siasn.asked().stream().filter(one::equals)).hasSize(askedBefore);
                assertThat(siasn.asked().stream().filter(gone::equals)).hasSize(1);
                assertThat(siasn.asked().stream().filter(mixedUp::equals)).hasSize(1);
            } finally {
                pulling.close();
            }
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(Events.of("asn.record.v1", id + "4")).isNotEmpty());
        assertThat(Events.of("asn.record.v1", id + "3")).isEmpty();
    }

    @Test
    void historiesArePulledWithTheirRecordAndTellOfEarlierStatuses() throws Exception {
        String nip = "198005012005011999";
        String other = "198006012005011999";
        String id = "H" + UUID.randomUUID().toString().replace("-", "");
        try (var siasn = new SiasnSimulator()) {
            siasn.knows(nip, record(id, nip, "01").replace("}", ",\"tmtCpns\":\"01-03-2010\"}"))
                    .knows(other, record(id + "2", other, "01"))
                    .history(
                            "rw-cltn",
                            nip,
                            "[{\"id\":\"L1\",\"pnsOrangId\":\"%s\",\"cltnId\":\"1\",\"tanggalAwal\":\"2020-01-01T00:00:00.000+07:00\","
                                            .formatted(id)
                                    + "\"tanggalAkhir\":\"31-12-2020\",\"skNomor\":\"\",\"path\":null}]")
                    // Twice the same row, and one that names nobody.
                    .history(
                            "rw-angkakredit",
                            nip,
                            "[{\"id\":\"K1\",\"pns\":\"%1$s\",\"kreditBaruTotal\":25.000},{\"id\":\"K1\",\"pns\":\"%1$s\",\"kreditBaruTotal\":25.000},"
                                            .formatted(id)
                                    + "{\"id\":\"K2\",\"kreditBaruTotal\":\"12.500\",\"path\":{\"1\":{}}},"
                                    + "{\"id\":\"K3\",\"pns\":\"somebody else\",\"kreditBaruTotal\":\"1\"}]")
                    .history("rw-jabatan", nip, "\"Data tidak ditemukan\"");
            var client = new SiasnClient(siasn.source(1e6), Clock.systemUTC(), pause -> {});
            var pulling =
                    new Pulling(jdbi, register, histories, decisions, Duration.ofMillis(300), Optional.of(client));
            pulling.start(null);
            try {
                siasn.breaksAt("rw-skp22/" + other);
                var begun = pulling.begin(List.of(nip, other), List.of(HistoryKind.values()), BKN);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> pulling.find(begun.id()).orElseThrow(), pull -> pull.reason() != null);
                siasn.breaksAt(null);
                var done = await().atMost(Duration.ofSeconds(20))
                        .until(
                                () -> pulling.find(begun.id()).orElseThrow(),
                                pull -> pull.state().equals("COMPLETED"));
                assertThat(done.histories()).contains("rw-cltn", "rw-pemberhentian", "rw-jabatan");
                assertThat(done.historyRows()).isEqualTo(3);
                assertThat(done.historyRefused()).isEqualTo(1);
                assertThat(siasn.asked().stream().filter(("rw-cltn/" + nip)::equals))
                        .hasSize(1);
            } finally {
                pulling.close();
            }
        }
        List<String> past = jdbi.withHandle(handle ->
                handle.createQuery("""
                        select i.status_code || ' ' || valid_from || ' ' || valid_to from status_interval i join asn_record r using (no)
                        where r.id = :id and known_to is null order by valid_from""").bind("id", id).mapTo(String.class).list());
        assertThat(past).containsExactly("01 2010-03-01 2020-01-01", "02 2020-01-01 2021-01-01");
        String present = jdbi.withHandle(
                handle -> handle.createQuery("select status_since || ' ' || version from asn_record where id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
        assertThat(present).isEqualTo("2021-01-01 2");
    }

    private static String record(String id, String nip, String code) {
        return "{\"id\":\"" + id + "\",\"nipBaru\":\"" + nip
                + "\",\"nama\":\"CONTOH\",\"tglLahir\":\"01-01-1980\",\"kedudukanPnsId\":\"" + code + "\"}";
    }
}
