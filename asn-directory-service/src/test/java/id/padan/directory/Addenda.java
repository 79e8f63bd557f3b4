package id.padan.directory;

import id.padan.platform.agreement.Policy;
import id.padan.platform.testing.PolicyPublisher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Addenda to the tests' agreement, in effect at once. All classes share one service, so their numbers rise over all of them. */
public final class Addenda {

    private static final AtomicInteger REVISION = new AtomicInteger(1);

    private Addenda() {}

    /** The last revision that was published. */
    public static int revision() {
        return REVISION.get();
    }

    /** @return the agreement's new version */
    public static String publish(Predicate<Policy.Element> kept) {
        Policy open = PolicyPublisher.open();
        int revision = REVISION.incrementAndGet();
        var versions = new ArrayList<>(open.versions());
        Policy.Version last = versions.getFirst();
        versions.add(new Policy.Version(
                Integer.toString(revision),
                Instant.now(),
                last.term(),
                last.purposes(),
                last.datasets(),
                last.clauses(),
                last.elements().stream().filter(kept).toList(),
                last.programmes()));
        PolicyPublisher.publish(new Policy(
                Policy.TYPE,
                open.agreementId(),
                revision,
                open.numbers(),
                open.signed(),
                Instant.now(),
                open.parties(),
                versions,
                List.of()));
        PolicyPublisher.heartbeat(revision);
        return Integer.toString(revision);
    }
}
