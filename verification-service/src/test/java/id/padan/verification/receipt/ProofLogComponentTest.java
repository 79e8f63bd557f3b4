package id.padan.verification.receipt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.database.Trip;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.proof.Receipt;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.TestTokens;
import id.padan.proof.Head;
import id.padan.proof.LogExport;
import id.padan.proof.LogKey;
import id.padan.proof.LogSigner;
import id.padan.proof.SignedHead;
import id.padan.proof.TreeHash;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class ProofLogComponentTest {
    private static final String LOG = "/api/verification/v1/log";

    @Inject
    ProofLog log;

    @Inject
    Jdbi jdbi;

    @Inject
    LogSigner signer;

    @ConfigProperty(name = "padan.log.party-keys")
    String partyKeys;

    /** An agreement of its own for each test: the order of versions is kept by agreement. */
    private final String agreement = "log-" + UUID.randomUUID();

    @Test
    void writersAtOnceGiveOneOrderWithoutGaps() throws Exception {
        var policy = new PolicyRef(agreement, "1");
        long before = log.head().size();
        var receipts = new ArrayList<Receipt>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var groups = new ArrayList<Future<List<Receipt>>>();
            for (int i = 0; i < 20; i++) {
                groups.add(threads.submit(() -> append(policy, leaves(policy, 5))));
            }
            for (var group : groups) {
                receipts.addAll(group.get());
            }
        }

        // 100 leaves and the POLICY leaf that came first; other tests of this JVM do not run at the same time.
        assertThat(log.head().size()).isEqualTo(before + 101);
        assertThat(receipts.stream().map(Receipt::logIndex).sorted())
                .containsExactlyElementsOf(
                        Stream.iterate(before + 1, i -> i + 1).limit(100).toList());
        assertThat(log.verify()).isEmpty();
        var first = receipts.getFirst();
        assertThat(log.find(first.id()).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(first);
    }

    @Test
    void aTransactionThatFailsLeavesNothing() {
        var policy = new PolicyRef(agreement, "1");
        var before = log.head();
        var leaves = leaves(policy, 1);

        assertThatThrownBy(() -> jdbi.useTransaction(tx -> {
                    log.append(tx, policy, leaves);
                    throw new IllegalStateException("power cut");
                }))
                .hasMessage("power cut");

        assertThat(log.head()).usingRecursiveComparison().isEqualTo(before);
        assertThat(log.find(leaves.getFirst().id())).isEmpty();
    }

    @Test
    void leavesThatGoWithATripAreThereWhenItsCommitIsAndNotWhenAnythingInItFails() {
        var policy = new PolicyRef(agreement, "1");
        // More often than the driver waits before it keeps a statement prepared.
        for (int i = 0; i < 12; i++) {
            var leaves = leaves(policy, 30);
            jdbi.useTransaction(tx -> {
                var trip = new Trip(tx);
                var head = log.lock(tx, trip);
                head.append(policy, leaves, trip);
                trip.commit();
            });
            assertThat(log.find(leaves.getLast().id())).isPresent();

            var before = log.head();
            var never = leaves(policy, 3);
            assertThatThrownBy(() -> jdbi.useTransaction(tx -> {
                        var trip = new Trip(tx);
                        var head = log.lock(tx, trip);
                        head.append(policy, never, trip);
                        trip.ask("select 1 / ?", row -> {}, 0).commit();
                    }))
                    .isInstanceOf(JdbiException.class);
            assertThat(log.head()).usingRecursiveComparison().isEqualTo(before);
            assertThat(log.find(never.getFirst().id())).isEmpty();
        }
        assertThat(log.verify()).isEmpty();
    }

    @Test
    void eachStatementOfATripSeesWhatThoseBeforeItDid() {
        var seen = new ArrayList<String>();
        jdbi.useTransaction(tx -> {
            tx.execute("create temporary table trip (n bigint primary key, words text, day date) on commit drop");
            var trip = new Trip(tx)
                    .tell(
                            "insert into trip select n, words, ? from unnest(?, ?) as t (n, words)",
                            LocalDate.EPOCH,
                            new Long[] {1L, 2L},
                            new String[] {"a; ? b", null})
                    .ask("select n || coalesce(words, '-') from trip order by n", row -> seen.add(row.getString(1)))
                    .tell("delete from trip where n = ?", 1L)
                    .ask("select count(*) from trip where day = '1970-01-01'", row -> seen.add(row.getString(1)));
            trip.go();
            // Nothing is left in it.
            trip.go();
        });

        assertThat(seen).containsExactly("1a; ? b", "2-", "1");
    }

    @Test
    void afterAGroupWasRolledBackTheLogGoesOnAsIfItHadNeverBeen() {
        var policy = new PolicyRef(agreement, "1");
        append(policy, leaves(policy, 10));
        var before = log.head();

        // Across the border of a tile, which is remembered beside the transaction.
        assertThatThrownBy(() -> jdbi.useTransaction(tx -> {
                    log.append(tx, policy, leaves(policy, 300));
                    log.append(tx, policy, leaves(policy, 5));
                    throw new IllegalStateException("power cut");
                }))
                .hasMessage("power cut");
        assertThat(log.head()).usingRecursiveComparison().isEqualTo(before);
        append(policy, leaves(policy, 3));
        append(policy, leaves(policy, 400));

        assertThat(log.head().size()).isEqualTo(before.size() + 403);
        assertThat(log.verify()).isEmpty();
    }

    @Test
    void aLaterPolicyEntersAsALeafAndTheEarlierOneIsRefusedFromThere() {
        append(new PolicyRef(agreement, "9"), leaves(new PolicyRef(agreement, "9"), 1));
        var later = append(new PolicyRef(agreement, "10"), leaves(new PolicyRef(agreement, "10"), 1));
        long size = log.head().size();

        assertThatThrownBy(() -> append(new PolicyRef(agreement, "9"), leaves(new PolicyRef(agreement, "9"), 1)))
                .isInstanceOf(PolicySupersededException.class);

        assertThat(log.head().size()).isEqualTo(size);
        var policyLeaf = log.find(later.getFirst().logIndex() - 1).orElseThrow().content();
        assertThat(policyLeaf)
                .contains("\"kind\":\"POLICY\"", "\"previousVersion\":\"9\"", "\"version\":\"10\"", agreement);
    }

    @Test
    void anAlteredLeafIsFound() {
        var policy = new PolicyRef(agreement, "1");
        var receipt = append(policy, leaves(policy, 2)).getFirst();
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("update proof_group set content = content")))
                .hasMessageContaining("never changed or removed");

        tamper("update proof_group set content = replace(content, 'tester', 'nobody') where ids @> :half", receipt);
        var altered = log.verify();
        tamper("update proof_group set content = replace(content, 'nobody', 'tester') where ids @> :half", receipt);

        assertThat(altered)
                .hasValueSatisfying(fault -> assertThat(fault)
                        .contains("the head at " + (receipt.logIndex() + 2), "one of them was altered"));
        assertThat(log.verify()).isEmpty();
    }

    @Test
    void everyLeafOfManyGroupsIsProvenFromTheStoreAsItWasWhenItEntered() throws Exception {
        var policy = new PolicyRef(agreement, "1");
        var receipts = new ArrayList<Receipt>();
        // Across the borders of tiles of level 0, in groups of many sizes.
        for (int leaves : new int[] {1, 255, 2, 600, 1, 1, 300, 64, 512, 3}) {
            receipts.addAll(append(policy, leaves(policy, leaves)));
        }

        var hash = new TreeHash();
        for (var receipt : receipts) {
            var head = SignedHead.parse(receipt.head());
            log.key().requireOn(head);
            assertThat(hash.root(
                            receipt.leafHash(), receipt.logIndex(), head.head().size(), receipt.path()))
                    .isEqualTo(head.head().root());
        }
        for (int i = 0; i < receipts.size(); i += 37) {
            assertThat(log.find(receipts.get(i).id()).orElseThrow())
                    .usingRecursiveComparison()
                    .isEqualTo(receipts.get(i));
        }
        assertThat(log.verify()).isEmpty();
    }

    @Test
    void everyHeadContinuesEveryEarlierOne() throws Exception {
        var policy = new PolicyRef(agreement, "1");
        var heads = new ArrayList<Head>();
        for (int leaves : new int[] {3, 250, 1, 40, 700}) {
            heads.add(SignedHead.parse(
                            append(policy, leaves(policy, leaves)).getFirst().head())
                    .head());
        }

        var hash = new TreeHash();
        for (var from : heads) {
            for (var to : heads) {
                if (from.size() <= to.size()) {
                    hash.requireConsistent(
                            from.size(),
                            from.root(),
                            to.size(),
                            to.root(),
                            log.consistencyPath(from.size(), to.size()));
                }
            }
        }
        assertThat(heads.get(1).previous()).isEqualTo(heads.get(0).hash());
    }

    @Test
    void timeDoesNotRunBackwardsWhenTheClockDoes() {
        var policy = new PolicyRef(agreement, "1");
        append(policy, leaves(policy, 1));
        // As if the database's clock had been ahead until now.
        jdbi.useHandle(handle -> handle.execute("update proof_head set at = clock_timestamp() + interval '5 seconds'"));
        var ahead = log.head().at();

        var receipt = append(policy, leaves(policy, 1)).getFirst();

        assertThat(receipt.at()).isEqualTo(ahead);
        assertThat(log.verify()).isEmpty();
        assertThat(append(policy, leaves(policy, 1)).getFirst().at()).isEqualTo(ahead);
    }

    @Test
    void aStoreThatIsOlderThanWhatWasPublishedIsToldFromTheRightOne() throws Exception {
        var policy = new PolicyRef(agreement, "1");
        var published =
                SignedHead.parse(append(policy, leaves(policy, 3)).getFirst().head());
        var head = published.head();
        // What an instance published whose store was then replaced by an older copy of it.
        var ahead = signer.sign(new Head(head.origin(), head.size() + 5, head.root(), head.hash(), head.at()));
        var other = signer.sign(new Head(head.origin(), head.size(), head.hash(), head.previous(), head.at()));

        assertThat(log.faultAgainst(published)).isEmpty();
        append(policy, leaves(policy, 300));
        assertThat(log.faultAgainst(published)).isEmpty();
        assertThat(log.faultAgainst(other))
                .hasValueSatisfying(fault -> assertThat(fault).contains("are not those of the head"));
        jdbi.useTransaction(tx -> {
            tx.execute("set local lock_timeout = '5s'");
            assertThat(log.faultAgainst(signer.sign(new Head(
                            ahead.head().origin(),
                            log.head().size() + 5,
                            ahead.head().root(),
                            ahead.head().previous(),
                            ahead.head().at()))))
                    .hasValueSatisfying(fault -> assertThat(fault).contains("restored from an old copy"));
        });
    }

    @Test
    void headsAreReadProvenAndExportedOverHttpByThePartiesOnly() throws Exception {
        var policy = new PolicyRef(agreement, "1");
        var from = SignedHead.parse(append(policy, leaves(policy, 2)).getFirst().head());
        var receipt = append(policy, leaves(policy, 70)).getLast();
        var to = SignedHead.parse(receipt.head());

        var head = SignedHead.parse(as("bkn", "auditor").get(LOG + "/head").path("head"));
        assertThat(head.head().text()).isEqualTo(to.head().text());
        var consistency = as("bkn", "auditor")
                .get(LOG + "/proof?from=" + from.head().size() + "&to="
                        + to.head().size())
                .jsonPath();
        new TreeHash()
                .requireConsistent(
                        from.head().size(),
                        from.head().root(),
                        to.head().size(),
                        to.head().root(),
                        decoded(consistency.getList("path")));
        var inclusion = as("bkn", "auditor")
                .get(LOG + "/proof?leaf=" + receipt.id() + "&size=" + to.head().size())
                .jsonPath();
        assertThat(new TreeHash()
                        .root(
                                receipt.leafHash(),
                                receipt.logIndex(),
                                to.head().size(),
                                decoded(inclusion.getList("path"))))
                .isEqualTo(to.head().root());
        as("bkn", "auditor").get(LOG + "/proof?from=3&to=2").then().statusCode(400);
        as("bkn", "auditor").get(LOG + "/proof").then().statusCode(400);
        as("bkn", "auditor")
                .get(LOG + "/proof?leaf=00000000-0000-7000-8000-000000000000")
                .then()
                .statusCode(404);

        var exported = as("bkn", "auditor").get(LOG + "/leaves").asString();
        var verified = LogExport.verify(new StringReader(exported), log.key());
        assertThat(verified.size()).isEqualTo(log.head().size());
        assertThat(verified.head().note()).isEqualTo(log.head().head());
        as("bkn", "verifier").get(LOG + "/leaves").then().statusCode(403);
        as("stranger", "auditor").get(LOG + "/leaves").then().statusCode(403);
    }

    @Test
    void aCounterSignatureIsKeptOnlyUnderAHeadThatThisLogGave() throws Exception {
        var policy = new PolicyRef(agreement, "1");
        var given =
                SignedHead.parse(append(policy, leaves(policy, 2)).getFirst().head());
        var size = given.head().size();
        var path = LOG + "/heads/" + size + "/counter-signatures";
        var keyset = Files.createTempDirectory("padan-party").resolve("key.json");
        LogSigner.generate(keyset);
        var party = LogSigner.load(keyset, "bkn/log", LogKey.Use.COUNTERSIGNATURES);
        var signed = given.with(party.counterSign(given.head(), Instant.now()));

        sign("bkn", signed).post(path).then().statusCode(403).body("code", equalTo("LOG_KEY_UNKNOWN"));
        Files.writeString(Path.of(partyKeys), "bkn " + party.key() + "\n");
        sign("stranger", signed).post(path).then().statusCode(403);
        sign("bkn", given).post(path).then().statusCode(400);
        var forged = new Head(
                given.head().origin(),
                size,
                given.head().hash(),
                given.head().previous(),
                given.head().at());
        sign("bkn", new SignedHead(forged, List.of(party.counterSign(forged, Instant.now()))))
                .post(path)
                .then()
                .statusCode(409)
                .body("code", equalTo("LOG_INCONSISTENT"));
        sign("bkn", signed)
                .post(LOG + "/heads/999999999/counter-signatures")
                .then()
                .statusCode(404);
        sign("bkn", signed).post(path).then().statusCode(201).body("size", equalTo((int) size));
        sign("bkn", signed).post(path).then().statusCode(201);

        var read = SignedHead.parse(
                as("bkn", "system").get(LOG + "/head?size=" + size).path("head"));
        party.key().requireOn(read);
        log.key().requireOn(read);
        assertThat(as("bkn", "system").get(LOG + "/head/counter-signed").<Integer>path("size"))
                .isEqualTo((int) size);
    }

    private static RequestSpecification as(String party, String role) {
        return given().header("Authorization", "Bearer " + TestTokens.token(party, role));
    }

    private static RequestSpecification sign(String party, SignedHead signed) {
        return as(party, "auditor").contentType("text/plain;charset=UTF-8").body(signed.note());
    }

    private static List<byte[]> decoded(List<String> path) {
        return path.stream().map(Base64.getDecoder()::decode).toList();
    }

    private List<Receipt> append(PolicyRef policy, List<Leaf> leaves) {
        return jdbi.inTransaction(tx -> log.append(tx, policy, leaves));
    }

    private void tamper(String sql, Receipt receipt) {
        jdbi.useTransaction(tx -> {
            tx.execute("alter table proof_group disable trigger append_only");
            tx.createUpdate(sql)
                    .bind("half", receipt.id().getMostSignificantBits())
                    .execute();
            tx.execute("alter table proof_group enable trigger append_only");
        });
    }

    private static List<Leaf> leaves(PolicyRef policy, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Leaf.opened(
                        ProofLog.newId(),
                        "TEST",
                        new Allowed(policy, "Ps 3(1)b", "AID_VERIFICATION", "BSU-2025"),
                        "kemnaker",
                        "tester",
                        new byte[] {1, 2, (byte) i}))
                .toList();
    }
}
