package id.padan.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Kafka 4 as one KRaft node. SASL SCRAM with one principal per service from the start; the only super user is {@code admin}, and what the
 * declared topics do not give to a principal it does not get.
 */
final class Broker {

    static final String ADMIN = "admin";
    private static final Duration CALL = Duration.ofSeconds(30);

    private final Path folder;
    private final int port;
    private final int controllerPort;
    private final List<String> javaOptions;
    private final Topics topics = Topics.declared();

    /**
     * @param folder settings and data
     * @param controllerPort any free one; it may differ at each start
     * @param javaOptions heap and the like
     */
    Broker(Path folder, int port, int controllerPort, List<String> javaOptions) {
        this.folder = folder;
        this.port = port;
        this.controllerPort = controllerPort;
        this.javaOptions = List.copyOf(javaOptions);
    }

    /** Writes the settings, and formats the store the first time. */
    void initialise() throws IOException {
        Files.createDirectories(folder);
        Path properties = folder.resolve("server.properties");
        Files.writeString(properties, settings());
        if (Files.exists(folder.resolve("data/meta.properties"))) {
            return;
        }
        List<String> arguments = new ArrayList<>(
                List.of("format", "--cluster-id", Uuid.randomUuid().toString(), "--config", properties.toString()));
        Set<String> principals = new TreeSet<>(topics.principals());
        principals.add(ADMIN);
        for (String principal : principals) {
            arguments.add("--add-scram");
            arguments.add("SCRAM-SHA-512=[name=" + principal + ",password=" + Database.password(principal) + "]");
        }
        // A format that was cut before its last file, meta.properties, is done again from an empty folder.
        Archive.deleteTree(folder.resolve("data"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code;
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            code = kafka.tools.StorageTool.execute(arguments.toArray(String[]::new), out);
        }
        if (code != 0) {
            throw new Failure("Kafka's store could not be formatted: "
                    + said.toString(StandardCharsets.UTF_8).strip());
        }
    }

    private String settings() {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", 1);
        settings.put("controller.quorum.voters", "1@localhost:" + controllerPort);
        settings.put("listeners", "CLIENT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort);
        settings.put("advertised.listeners", "CLIENT://localhost:" + port);
        settings.put("listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
        String admin = "username=\"admin\" password=\"" + Database.password(ADMIN) + "\"";
        settings.put(
                "listener.name.client.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required " + admin + ";");
        // SCRAM lives in the metadata that the controller itself serves, so the controller's own listener needs PLAIN.
        settings.put("sasl.mechanism.controller.protocol", "PLAIN");
        settings.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
        settings.put(
                "listener.name.controller.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required " + admin + " user_admin=\""
                        + Database.password(ADMIN) + "\";");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:" + ADMIN);
        settings.put("allow.everyone.if.no.acl.found", false);
        settings.put("auto.create.topics.enable", false);
        settings.put("log.dirs", folder.resolve("data"));
        settings.put("message.max.bytes", 2 << 20);
        settings.put("offsets.topic.num.partitions", 6);
        settings.put("offsets.topic.replication.factor", 1);
        settings.put("transaction.state.log.num.partitions", 3);
        settings.put("transaction.state.log.replication.factor", 1);
        settings.put("transaction.state.log.min.isr", 1);
        settings.put("share.coordinator.state.topic.num.partitions", 1);
        settings.put("share.coordinator.state.topic.replication.factor", 1);
        settings.put("share.coordinator.state.topic.min.isr", 1);
        settings.put("group.initial.rebalance.delay.ms", 0);
        // After a kill the broker is let in again only when its earlier session is over.
        settings.put("broker.session.timeout.ms", 4000);
        settings.put("broker.heartbeat.interval.ms", 1000);
        settings.put("num.network.threads", 2);
        settings.put("num.io.threads", 4);
        settings.put("background.threads", 4);
        settings.put("num.recovery.threads.per.data.dir", 2);
        // The defaults take 128 MiB of heap for compaction alone.
        settings.put("log.cleaner.dedupe.buffer.size", 16 << 20);
        settings.put("log.cleaner.threads", 1);
        settings.put("log.retention.check.interval.ms", 60_000);
        settings.put("controlled.shutdown.enable", false);
        StringBuilder text = new StringBuilder("# written by padan at every start\n");
        settings.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    /** The broker's own command; it stays in the foreground of the process that starts it. */
    List<String> command(String java, String classPath) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(javaOptions);
        command.add("-Dlog4j2.configurationFile=kafka-log4j2.xml");
        command.addAll(List.of(
                "-cp",
                classPath,
                "kafka.Kafka",
                folder.resolve("server.properties").toString()));
        return List.copyOf(command);
    }

    /** Client settings of a principal. */
    Map<String, Object> client(String principal) {
        return client("localhost:" + port, principal);
    }

    static Map<String, Object> client(String address, String principal) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", address);
        settings.put("security.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + principal
                        + "\" password=\"" + Database.password(principal) + "\";");
        return settings;
    }

    /** Waits for the broker and makes topics, settings and access lists as declared; what is right already stays. */
    void declare(ProcessHandle process, Duration atMost) throws InterruptedException {
        Instant end = Instant.now().plus(atMost);
        Map<String, Object> settings = client(ADMIN);
        settings.put("reconnect.backoff.max.ms", 200);
        settings.put("default.api.timeout.ms", (int) CALL.toMillis());
        try (Admin admin = Admin.create(settings)) {
            while (true) {
                try {
                    admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
                    break;
                } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
                    if (!process.isAlive()) {
                        throw new Failure("Kafka ended while starting.", e);
                    }
                    if (Instant.now().isAfter(end)) {
                        throw new Failure(
                                "Kafka does not answer on port " + port + " after " + atMost.toSeconds() + " s.", e);
                    }
                }
            }
            try {
                declareTopics(admin);
                declareAccess(admin);
            } catch (ExecutionException e) {
                throw new Failure(
                        "Topics could not be declared: " + e.getCause().getMessage(), e);
            }
        }
    }

    private void declareTopics(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = new ArrayList<>();
        Map<ConfigResource, Topics.Topic> present = new HashMap<>();
        for (Topics.Topic topic : topics.topics()) {
            if (existing.contains(topic.name())) {
                present.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), topic);
            } else {
                missing.add(new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config()));
            }
        }
        admin.createTopics(missing).all().get();
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Map.Entry<ConfigResource, Config> current :
                admin.describeConfigs(present.keySet()).all().get().entrySet()) {
            present.get(current.getKey()).config().forEach((name, wanted) -> {
                ConfigEntry entry = current.getValue().get(name);
                if (entry == null || !wanted.equals(entry.value())) {
                    changes.computeIfAbsent(current.getKey(), k -> new ArrayList<>())
                            .add(new AlterConfigOp(new ConfigEntry(name, wanted), AlterConfigOp.OpType.SET));
                }
            });
        }
        if (!changes.isEmpty()) {
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }

    private void declareAccess(Admin admin) throws ExecutionException, InterruptedException {
        Set<AclBinding> wanted = new java.util.HashSet<>();
        for (Topics.Topic topic : topics.topics()) {
            ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic.name(), PatternType.LITERAL);
            topic.read().forEach(principal -> wanted.add(allow(pattern, principal, AclOperation.READ)));
            topic.write().forEach(principal -> wanted.add(allow(pattern, principal, AclOperation.WRITE)));
        }
        for (String principal : topics.principals()) {
            // Consumer groups carry their principal's name, so that nobody joins another's group and takes its
            // partitions.
            wanted.add(allow(
                    new ResourcePattern(ResourceType.GROUP, principal, PatternType.PREFIXED),
                    principal,
                    AclOperation.READ));
        }
        Set<AclBinding> actual = new java.util.HashSet<>(
                admin.describeAcls(AclBindingFilter.ANY).values().get());
        List<AclBinding> missing =
                wanted.stream().filter(binding -> !actual.contains(binding)).toList();
        List<AclBindingFilter> surplus = actual.stream()
                .filter(binding -> !wanted.contains(binding))
                .map(AclBinding::toFilter)
                .toList();
        if (!missing.isEmpty()) {
            admin.createAcls(missing).all().get();
        }
        if (!surplus.isEmpty()) {
            admin.deleteAcls(surplus).all().get();
        }
    }

    private static AclBinding allow(ResourcePattern pattern, String principal, AclOperation operation) {
        return new AclBinding(
                pattern, new AccessControlEntry("User:" + principal, "*", operation, AclPermissionType.ALLOW));
    }
}
