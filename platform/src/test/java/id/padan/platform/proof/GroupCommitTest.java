package id.padan.platform.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    @Test
    void whoeverIsLeftOpenByItsGroupIsUnavailable() throws Exception {
        var groups = groups(Duration.ofSeconds(15), group -> {
            group.getFirst().complete("first");
            throw new IllegalStateException("the store is away");
        });
        var first = new CompletableFuture<String>();
        var second = new CompletableFuture<String>();
        groups.add(first);
        groups.add(second);
        groups.start();

        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("first");
        assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ProblemException.class);
        groups.close();
    }

    @Test
    void aStoreThatHangsLetsNeitherItsGroupNorThoseBehindItWait() {
        var hangs = new CountDownLatch(1);
        var groups = groups(Duration.ofMillis(1), group -> await(hangs));
        groups.start();
        var first = new CompletableFuture<String>();
        groups.add(first);
        assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ProblemException.class);

        var behind = new CompletableFuture<String>();
        groups.add(behind);
        assertThatThrownBy(() -> behind.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ProblemException.class);
        hangs.countDown();
        groups.close();
    }

    private static GroupCommit<CompletableFuture<String>> groups(
            Duration longest, Consumer<List<CompletableFuture<String>>> commit) {
        return new GroupCommit<>(
                "test",
                10,
                10,
                commit,
                one -> one,
                () -> ProblemException.of(PlatformProblem.UNAVAILABLE, "", ""),
                longest);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
