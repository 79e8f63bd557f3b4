package id.padan.platform.proof;

import id.padan.platform.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Commits in groups what many ask for: while one group is being made durable the next gathers, so a lone one does not wait and a crowd
 * shares the cost of one commit and one signature. After a group of several the next waits a moment: those who were just answered ask again one by
 * one, and the first of them would be a group by himself.
 */
public final class GroupCommit<T> {
    private static final Logger LOG = Logger.getLogger(GroupCommit.class);
    private static final Duration PATIENCE = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final int largest;
    private final BlockingQueue<T> waiting;
    private final Consumer<List<T>> commit;
    private final Function<T, CompletableFuture<?>> outcome;
    private final Supplier<ProblemException> unavailable;
    private final Duration longest;
    private final Thread thread;
    private final ScheduledExecutorService watch;
    private volatile UnderWay<T> underWay;
    private volatile boolean closed;

    /** A group that is being committed, since when. */
    private record UnderWay<T>(List<T> group, long since) {}

    /**
     * @param name of the thread that commits
     * @param largest in one group
     * @param mostWaiting further ones are not taken
     * @param commit makes a group durable and completes each outcome; may fail
     * @param outcome of each; if it is still open after its group, whatever happened, or when that takes longer than 15 s, it ends with
     *     {@code unavailable}
     */
    public GroupCommit(
            String name,
            int largest,
            int mostWaiting,
            Consumer<List<T>> commit,
            Function<T, CompletableFuture<?>> outcome,
            Supplier<ProblemException> unavailable) {
        this(name, largest, mostWaiting, commit, outcome, unavailable, LONGEST);
    }

    GroupCommit(
            String name,
            int largest,
            int mostWaiting,
            Consumer<List<T>> commit,
            Function<T, CompletableFuture<?>> outcome,
            Supplier<ProblemException> unavailable,
            Duration longest) {
        this.largest = largest;
        this.waiting = new ArrayBlockingQueue<>(mostWaiting);
        this.commit = commit;
        this.outcome = outcome;
        this.unavailable = unavailable;
        this.longest = longest;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        this.watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name + "-watch").daemon().factory());
    }

    public void start() {
        thread.start();
        var unused = watch.scheduleWithFixedDelay(this::giveUp, 1, 1, TimeUnit.SECONDS);
    }

    /** Lets those that wait be committed. */
    public void close() {
        closed = true;
        watch.shutdownNow();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws ProblemException if too many wait already, or the service ends */
    public void add(T one) {
        if (closed || !waiting.offer(one)) {
            throw unavailable.get();
        }
    }

    private void run() {
        var group = new ArrayList<T>();
        boolean crowd = false;
        while (!closed || !waiting.isEmpty()) {
            try {
                var first = waiting.poll(500, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    if (crowd) {
                        Thread.sleep(PATIENCE);
                    }
                    waiting.drainTo(group, largest - 1);
                    crowd = group.size() > 1;
                    underWay = new UnderWay<>(List.copyOf(group), System.nanoTime());
                    commit.accept(group);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closed = true;
            } catch (RuntimeException e) {
                // Only the type: messages of drivers quote the values they were given.
                LOG.warnf(
                        "%s: %d could not be committed: %s",
                        thread.getName(), group.size(), e.getClass().getName());
                LOG.debug("a group could not be committed", e);
            } finally {
                underWay = null;
                end(group);
                group.clear();
            }
        }
    }

    /** A store that hangs lets nobody wait for it; one look a second at the group costs less than a timer for each member. */
    private void giveUp() {
        var slow = underWay;
        if (slow != null && System.nanoTime() - slow.since() > longest.toNanos()) {
            var late = new ArrayList<>(slow.group());
            waiting.drainTo(late);
            end(late);
        }
    }

    private void end(List<T> group) {
        group.stream()
                .<CompletableFuture<?>>map(outcome)
                .filter(open -> !open.isDone())
                .forEach(open -> open.completeExceptionally(unavailable.get()));
    }
}
