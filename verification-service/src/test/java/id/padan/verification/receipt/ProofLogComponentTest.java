package id.padan.verification.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.proof.Receipt;
import id.padan.platform.testing.LocalInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class ProofLogComponentTest {
    @Inject
    ProofLog log;

    @Inject
    Jdbi jdbi;

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
        assertThat(log.verifyChain()).isEmpty();
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
    void aLaterPolicyEntersAsALeafAndTheEarlierOneIsRefusedFromThere() {
        append(new PolicyRef(agreement, "9"), leaves(new PolicyRef(agreement, "9"), 1));
        var later = append(new PolicyRef(agreement, "10"), leaves(new PolicyRef(agreement, "10"), 1));
        long size = log.head().size();

        assertThatThrownBy(() -> append(new PolicyRef(agreement, "9"), leaves(new PolicyRef(agreement, "9"), 1)))
                .isInstanceOf(PolicySupersededException.class);

        assertThat(log.head().size()).isEqualTo(size);
        var policyLeaf =
                jdbi.withHandle(handle -> handle.createQuery("select content from proof_leaf where log_index = :index")
                        .bind("index", later.getFirst().logIndex() - 1)
                        .mapTo(String.class)
                        .one());
        assertThat(policyLeaf)
                .contains("\"kind\":\"POLICY\"", "\"previousVersion\":\"9\"", "\"version\":\"10\"", agreement);
    }

    @Test
    void anAlteredLeafIsFound() {
        var policy = new PolicyRef(agreement, "1");
        var receipt = append(policy, leaves(policy, 2)).getFirst();
        assertThatThrownBy(() -> alter("update proof_leaf set content = content where id = :id", receipt))
                .hasMessageContaining("never changed or removed");

        tamper("update proof_leaf set content = replace(content, 'tester', 'nobody') where id = :id", receipt);
        var altered = log.verifyChain();
        tamper("update proof_leaf set content = replace(content, 'nobody', 'tester') where id = :id", receipt);

        assertThat(altered).contains("leaf " + receipt.logIndex() + " was altered");
        assertThat(log.verifyChain()).isEmpty();
    }

    private List<Receipt> append(PolicyRef policy, List<Leaf> leaves) {
        return jdbi.inTransaction(tx -> log.append(tx, policy, leaves));
    }

    private void alter(String sql, Receipt receipt) {
        jdbi.useHandle(
                handle -> handle.createUpdate(sql).bind("id", receipt.id()).execute());
    }

    private void tamper(String sql, Receipt receipt) {
        jdbi.useTransaction(tx -> {
            tx.execute("alter table proof_leaf disable trigger append_only");
            tx.createUpdate(sql).bind("id", receipt.id()).execute();
            tx.execute("alter table proof_leaf enable trigger append_only");
        });
    }

    private static List<Leaf> leaves(PolicyRef policy, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Leaf(
                        ProofLog.newId(),
                        "TEST",
                        policy,
                        "Ps 3(1)b",
                        "AID_VERIFICATION",
                        "BSU-2025",
                        "kemnaker",
                        "tester",
                        null,
                        null,
                        new byte[] {1, 2, (byte) i}))
                .toList();
    }
}
