package id.padan.agreement;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.platform.json.StrictJson;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Consumer;

/** The watched folder of one test run, and ways to put files into it as an operator's editor would. */
public final class AgreementFolderFixture implements QuarkusTestResourceLifecycleManager {

    private static final String FOLDER = "padan.test.agreements";
    private static final ObjectMapper JSON = StrictJson.mapper();

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("padan-test-agreements");
            System.setProperty(FOLDER, folder.toString());
            return Map.of("PADAN_AGREEMENTS", folder.toString(), "padan.agreements.every", "PT0.2S");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (System.getProperty(FOLDER) == null) {
            return;
        }
        try (var entries = Files.walk(folder())) {
            for (Path path : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder() {
        return Path.of(System.getProperty(FOLDER));
    }

    /** The packaged agreement as a tree to change. */
    static ObjectNode packaged() {
        try (InputStream text =
                AgreementFolderFixture.class.getResourceAsStream("/agreements/kemnaker-bkn-2024.json")) {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode packaged(Consumer<ObjectNode> change) {
        ObjectNode tree = packaged();
        change.accept(tree);
        return tree;
    }

    static void put(String name, Object tree) {
        try {
            Path partial = folder().resolve(name + ".partial");
            Files.write(partial, JSON.writeValueAsBytes(tree));
            Files.move(partial, folder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void putText(String name, String text) {
        try {
            Files.writeString(folder().resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
