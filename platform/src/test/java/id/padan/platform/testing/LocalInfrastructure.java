package id.padan.platform.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import id.padan.platform.token.TokenKeys;
import id.padan.proof.LogSigner;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * PostgreSQL 18 and Kafka 4 for one {@code @QuarkusTest} run, with every database, role, topic and access list as in the local stack,
 * started by {@code deploy/local} as a subprocess that ends with this JVM, however it ends. Also makes the keysets and the key that
 * {@link TestTokens} signs with.
 *
 * <p>Test classes and test resources may live in different class loaders of one JVM, so what they share travels as system properties.
 */
public final class LocalInfrastructure implements QuarkusTestResourceLifecycleManager {

    static final String PRIVATE_KEY = "padan.test.private-key";
    static final String KAFKA = "padan.test.kafka";
    /** Lives in the JVM's MBean server: an object among the system properties, which are text, stops Narayana from starting. */
    private static final String CONTROL = "id.padan.test:type=LocalInfrastructure";

    private Process process;
    private Path keys;

    @Override
    public Map<String, String> start() {
        try {
            Path root = projectRoot();
            Path target = root.resolve("deploy/local/target");
            if (!Files.isDirectory(target.resolve("lib")) || !Files.isDirectory(target.resolve("classes"))) {
                throw new IllegalStateException("deploy/local is not built: ./mvnw -Dquick package -pl deploy/local");
            }
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*",
                            "id.padan.local.Main",
                            "infra")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String ready = said.readLine();
            if (ready == null) {
                throw new IllegalStateException("PostgreSQL and Kafka did not start, see above");
            }
            JsonNode parts = new ObjectMapper().readTree(ready);
            System.setProperty(KAFKA, parts.path("kafka").asText());
            share(said);
            return configuration(parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> configuration(JsonNode parts) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        System.setProperty(
                PRIVATE_KEY,
                Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
        keys = Files.createTempDirectory("padan-test-keys");
        TokenKeys.generate(keys.resolve("token.json"));
        LogSigner.generate(keys.resolve("log.json"));
        AeadConfig.register();
        Files.writeString(
                keys.resolve("content.json"),
                TinkJsonProtoKeysetFormat.serializeKeyset(
                        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get()));

        Map<String, String> settings = new HashMap<>();
        settings.put("PADAN_POSTGRES", parts.path("postgres").asText());
        settings.put("PADAN_KAFKA", parts.path("kafka").asText());
        settings.put("PADAN_TOKEN_KEYSET", keys.resolve("token.json").toString());
        settings.put("PADAN_CONTENT_KEYSET", keys.resolve("content.json").toString());
        settings.put("PADAN_DOCUMENT_KEYSET", keys.resolve("content.json").toString());
        TokenKeys.generate(keys.resolve("evidence.json"));
        settings.put("PADAN_EVIDENCE_KEYSET", keys.resolve("evidence.json").toString());
        settings.put("PADAN_CORRECTION_KEYSET", keys.resolve("content.json").toString());
        settings.put("PADAN_NIK_KEYSET", keys.resolve("content.json").toString());
        TokenKeys.generate(keys.resolve("nik-lookup.json"));
        settings.put("PADAN_NIK_LOOKUP_KEYSET", keys.resolve("nik-lookup.json").toString());
        settings.put("PADAN_LOG_KEYSET", keys.resolve("log.json").toString());
        Files.createFile(keys.resolve("parties.txt"));
        settings.put("padan.log.party-keys", keys.resolve("parties.txt").toString());
        settings.put(
                "PADAN_RETENTION_KEYS",
                Files.createDirectory(keys.resolve("retention")).toString());
        settings.put(
                "quarkus.oidc.public-key",
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
        settings.put("quarkus.http.test-port", "0");
        return settings;
    }

    @Override
    public void stop() {
        unshare();
        try {
            if (process != null) {
                process.getOutputStream().close();
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
            if (keys != null) {
                try (var files = Files.walk(keys)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills Kafka at once, as a power cut would. */
    public static void killKafka() {
        tell("kill kafka");
    }

    /** Starts Kafka again on the same port and data, and waits until it is ready. */
    public static void startKafka() {
        tell("start kafka");
    }

    /** Kills PostgreSQL at once, as a power cut would. */
    public static void killPostgres() {
        tell("kill postgres");
    }

    /** Starts PostgreSQL again on the same port and data, and waits until it is ready. */
    public static void startPostgres() {
        tell("start postgres");
    }

    private static void tell(String order) {
        try {
            Object answer = ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(CONTROL), "tell", new Object[] {order}, new String[] {String.class.getName()
                    });
            if (answer == null || !answer.toString().contains("\"done\"")) {
                throw new IllegalStateException(order + ": " + answer);
            }
        } catch (JMException e) {
            throw new IllegalStateException("LocalInfrastructure does not run", e);
        }
    }

    /** What the subprocess can be told; public because the MBean server calls it. */
    public interface Control {
        String tell(String order);
    }

    private void share(BufferedReader said) {
        BufferedWriter orders =
                new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Control control = order -> {
            synchronized (orders) {
                try {
                    orders.write(order);
                    orders.newLine();
                    orders.flush();
                    return said.readLine();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        try {
            unshare();
            var unused = ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new StandardMBean(control, Control.class), new ObjectName(CONTROL));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unshare() {
        try {
            ObjectName name = new ObjectName(CONTROL);
            if (ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            }
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The folder that holds the wrapper, above the module that is tested. */
    public static Path projectRoot() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("mvnw")) && Files.isDirectory(folder.resolve("deploy/local"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside the project: " + Path.of("").toAbsolutePath());
    }
}
