package id.padan.agreement.folder;

import id.padan.agreement.document.AgreementChecker;
import id.padan.agreement.document.CheckedFile;
import id.padan.agreement.document.Finding;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.Storing;
import id.padan.agreement.version.StoringVersion;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Reads agreement files, from the folder if one is set, else the packaged one. */
@ApplicationScoped
class AgreementFolder {

    private static final Logger LOG = Logger.getLogger(AgreementFolder.class);
    private static final String PACKAGED = "kemnaker-bkn-2024.json";

    private final AgreementChecker checker;
    private final AgreementVersions versions;
    private final StoringVersion storing;
    private final Optional<Path> directory;
    private final Duration every;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("agreement-folder").factory());
    /** Hash of what was dealt with, by file: an unchanged file costs one read a second. */
    private final Map<String, String> settled = new HashMap<>();

    private String lastTrouble = "";

    AgreementFolder(
            AgreementChecker checker,
            AgreementVersions versions,
            StoringVersion storing,
            @ConfigProperty(name = "padan.agreements.directory") Optional<Path> directory,
            @ConfigProperty(name = "padan.agreements.every") Duration every) {
        this.checker = checker;
        this.versions = versions;
        this.storing = storing;
        this.directory = directory;
        this.every = every;
    }

    void start(@Observes StartupEvent event) {
        var unused = watch.scheduleWithFixedDelay(this::scan, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        watch.shutdown();
        if (!watch.awaitTermination(5, TimeUnit.SECONDS)) {
            watch.shutdownNow();
        }
    }

    private void scan() {
        try {
            if (directory.isEmpty()) {
                deal(PACKAGED, packaged());
            } else {
                seed(directory.get());
                for (Path file : files(directory.get())) {
                    deal(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
            lastTrouble = "";
        } catch (IOException | RuntimeException e) {
            // The database, the slot or the folder is away for the moment; the next scan tries again.
            String trouble = e.getClass().getName() + ": " + e.getMessage();
            if (!trouble.equals(lastTrouble)) {
                LOG.warnf("Agreement files could not be dealt with, trying again each second: %s", trouble);
            }
            lastTrouble = trouble;
        }
    }

    private void deal(String name, byte[] content) {
        String sha256 = sha256(content);
        if (sha256.equals(settled.get(name))) {
            return;
        }
        switch (checker.check(content)) {
            case CheckedFile.Sound sound -> store(name, content, sha256, sound);
            case CheckedFile.Faulty faulty -> refuse(name, faulty.agreementId(), sha256, faulty.findings());
        }
        settled.put(name, sha256);
    }

    private void store(String name, byte[] content, String sha256, CheckedFile.Sound sound) {
        switch (storing.store(sound.file(), content, sha256, name)) {
            case Storing.Stored(var version) ->
                LOG.infof(
                        "Agreement %s version %s stored from %s, effective from %s%s",
                        version.agreementId(),
                        version.version(),
                        name,
                        version.effectiveFrom(),
                        version.wasMoved() ? " (moved from " + version.declaredFrom() + ")" : "");
            case Storing.Unchanged() -> LOG.infof("Agreement file %s is stored already", name);
            case Storing.NotNewer(var findings) -> refuse(name, sound.file().id(), sha256, findings);
        }
    }

    private void refuse(String name, String agreementId, String sha256, List<Finding> findings) {
        if (!versions.isRefused(name, sha256)) {
            versions.refuse(name, agreementId, sha256, findings);
        }
        LOG.warnf(
                "Agreement file %s is refused and what is in force stays: %s",
                name, findings.stream().limit(10).map(Finding::toString).collect(Collectors.joining(" | ")));
    }

    /** An empty folder gets the packaged agreement, so that there is a file to edit. */
    private void seed(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (files(folder).isEmpty() && settled.isEmpty()) {
            Path target = folder.resolve(PACKAGED);
            Path partial = folder.resolve(PACKAGED + ".partial");
            Files.write(partial, packaged());
            Files.move(partial, target);
            LOG.infof("The packaged agreement was copied to %s", target);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static byte[] packaged() throws IOException {
        try (InputStream text = AgreementFolder.class.getResourceAsStream("/agreements/" + PACKAGED)) {
            return text.readAllBytes();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
