package id.padan.verification.batch;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of list verification. */
@ConfigMapping(prefix = "padan.batch")
public interface BatchConfig {
    /** Memory that the first-occurrence sets of all uploads may use together (17 bytes a row); two fifths of the heap if not set. */
    Optional<MemorySize> uploadMemory();

    /** Where an XLSX lies while it is read, encrypted and unlinked. */
    @WithDefault("${java.io.tmpdir}")
    Path temporaryFolder();

    /** Encrypted chunks on their way to the broker per upload before the sender has to wait. */
    @WithDefault("8")
    int inFlight();

    /** Without progress for so long, a list's chunks are read again by manifest. */
    @WithDefault("PT60S")
    Duration stalledAfter();

    /** A list being received that no instance has confirmed for so long is given up; its instance died. */
    @WithDefault("PT60S")
    Duration receiverLostAfter();

    /** How often a chunk that could be read but not answered is tried before its list fails. */
    @WithDefault("3")
    int tries();

    /** How long an unreachable broker or a closed gate's silence may hold a sealed list before it fails. */
    @WithDefault("PT6H")
    Duration outageUntilFailed();

    /** How often the watch looks. */
    @WithDefault("PT1S")
    Duration watchEvery();

    /** How long chunks of a superseded upload may still be on their way to the broker before they are erased. */
    @WithDefault("PT90S")
    Duration eraseSupersededAfter();

    /** Days after its end for which a list is kept where its programme says nothing (domain.md 11, question 10). */
    @WithDefault("30")
    int retentionDays();

    /** Records a worker takes at once, never more than 8. */
    @WithDefault("8")
    int chunksPerPoll();

    /** Matched chunks of lists not yet sealed that a worker keeps in memory (16 KiB each) before it leaves them to be read again. */
    @WithDefault("1024")
    int maxPending();
}
