package id.padan.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {

    @TempDir
    Path home;

    private Processes processes;

    @BeforeEach
    void prepare() {
        processes = new Processes(Settings.of(home, Map.of("PADAN_HOME", home.toString())));
    }

    @AfterEach
    void stop() throws Exception {
        processes.stop(Part.GATEWAY, "KILL", Duration.ofSeconds(5));
    }

    private Processes.Running start() throws Exception {
        return processes.start(Part.GATEWAY, List.of("sleep", "600"), Map.of(), home, "0123");
    }

    @Test
    void whatWasStartedIsFoundUntilItIsStopped() throws Exception {
        Processes.Running started = start();
        assertThat(processes.find(Part.GATEWAY)).get().satisfies(found -> {
            assertThat(found.pid()).isEqualTo(started.pid());
            assertThat(found.fingerprint()).isEqualTo("0123");
        });
        processes.stop(Part.GATEWAY, "TERM", Duration.ofSeconds(5));
        assertThat(processes.find(Part.GATEWAY)).isEmpty();
        assertThat(processes.pidFile(Part.GATEWAY)).doesNotExist();
    }

    @Test
    void aKilledProcessIsNotFoundEvenIfNobodyReapsIt() throws Exception {
        Processes.Running started = start();
        started.handle().destroyForcibly();
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (processes.find(Part.GATEWAY).isPresent() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(processes.find(Part.GATEWAY)).isEmpty();
    }

    @Test
    void aStrangerWithTheSameNumberIsLeftAlone() throws Exception {
        Files.createDirectories(processes.pidFile(Part.KAFKA).getParent());
        Files.writeString(
                processes.pidFile(Part.KAFKA), ProcessHandle.current().pid() + " 1 2026-01-01T00:00:00Z 0123\n");
        assertThat(processes.find(Part.KAFKA)).isEmpty();
        processes.stop(Part.KAFKA, "KILL", Duration.ofSeconds(1));
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void aDamagedPidFileCountsAsNothing() throws Exception {
        Files.createDirectories(processes.pidFile(Part.KAFKA).getParent());
        Files.writeString(processes.pidFile(Part.KAFKA), "");
        assertThat(processes.find(Part.KAFKA)).isEmpty();
        Files.writeString(processes.pidFile(Part.KAFKA), "kafka");
        assertThat(processes.find(Part.KAFKA)).isEmpty();
    }
}
