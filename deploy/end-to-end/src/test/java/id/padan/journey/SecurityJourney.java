package id.padan.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.record.FileRecords;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Ps 9(8), security in access, transmission, processing and storage: with whatever credentials Kemnaker has, every resource, topic and
 * table gives only what the annex opens. What is looked for are the numbers of the synthetic register and of Kemnaker's own list.
 */
class SecurityJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    /** Passwords are all that Kemnaker knows; it may try them at any door. */
    private static final Map<String, String> CREDENTIALS = Map.of(
            "kemnaker", "kemnaker-local",
            "kemnaker-system", "kemnaker-local",
            "petugas.kemnaker", "padan",
            "pejabat.kemnaker", "padan",
            "auditor.kemnaker", "padan",
            "dpo.kemnaker", "padan");

    private static final List<String> PEOPLE =
            List.of("petugas.kemnaker", "pejabat.kemnaker", "auditor.kemnaker", "dpo.kemnaker");
    private static final List<String> CONTEXTS =
            List.of("verification", "asn-directory", "agreements", "casn", "corrections");
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");
    private static final String AGREEMENT = "kemnaker-bkn-2024";

    /** What the directory says of nobody: its log of proof, its own description. */
    private static final Pattern OF_NOBODY = Pattern.compile("/api/asn-directory/v1/log/.*");

    private static final Pattern SIXTEEN_DIGITS = Pattern.compile("[0-9]{16}");

    private static Set<String> niks;
    private static Set<Long> numbers;
    private static String nip;
    private static String asn;

    private final Stack stack = Stack.stack();
    private final Api api = new Api(stack);
    private final Set<String> answered = new TreeSet<>();

    @BeforeAll
    static void whoMustNotBeFound() throws IOException {
        var sample = Stack.stack().home().resolve("sample");
        niks = new HashSet<>();
        for (var line : Files.readAllLines(population())) {
            var person = Api.JSON.readTree(line);
            niks.add(person.path("nik").asText());
            nip = person.path("nipBaru").asText();
            asn = person.path("id").asText();
        }
        niks.removeIf(nik -> !SIXTEEN_DIGITS.matcher(nik).matches());
        assertThat(niks).hasSizeGreaterThan(Stack.POPULATION / 2);
        for (var candidate : Files.readAllLines(sample.resolve("candidates-" + Stack.POPULATION + ".csv"))) {
            if (SIXTEEN_DIGITS.matcher(candidate).matches()) {
                niks.add(candidate);
            }
        }
        numbers = niks.stream().map(Long::valueOf).collect(Collectors.toSet());
        // What finds nobody anywhere proves nothing.
        var one = niks.stream().filter(nik -> !nik.startsWith("0")).findFirst().orElseThrow();
        assertThat(found("nik=" + one + ".")).containsExactly(one);
        assertThat(found(ByteBuffer.allocate(12)
                        .putInt(7)
                        .putLong(Long.parseLong(one))
                        .array()))
                .containsExactly(one);
    }

    /** The register that {@code up} has loaded, made once more: it keeps no copy. */
    private static Path population() throws IOException {
        var file = Files.createTempDirectory("padan-register-").resolve("register.ndjson");
        file.getParent().toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        var made = Stack.stack()
                .padan(
                        Duration.ofMinutes(1),
                        "sample",
                        "population",
                        "--n",
                        Integer.toString(Stack.POPULATION),
                        "--seed",
                        "1",
                        "-o",
                        file.toString());
        assertThat(made.exit()).as(made.output()).isZero();
        return file;
    }

    /** Access: each operation that a service describes, asked by Kemnaker's system and by each of its people. */
    @Test
    void noResourceGivesMoreThanTheAnnexOpens() throws IOException {
        var callers = new TreeMap<String, String>();
        callers.put("kemnaker-system", api.token("kemnaker"));
        PEOPLE.forEach(person -> callers.put(person, api.personToken(person)));
        var never = neverDisclosed();
        var asked = new TreeSet<String>();
        for (var context : CONTEXTS) {
            var described = api.get(null, "/api/" + context + "/openapi?format=JSON");
            if (described.status() == 404) {
                continue;
            }
            for (var path : described.json().path("paths").properties()) {
                for (var method : METHODS) {
                    if (path.getValue().has(method)) {
                        callers.forEach((caller, token) -> ask(caller, token, method, path.getKey(), never));
                        asked.add(context + " " + method);
                    }
                }
            }
        }
        assertThat(asked).contains("verification get", "asn-directory put", "agreements get");
        assertThat(answered).contains("/api/verification/v1/batches", "/api/agreements/v1/agreements/" + AGREEMENT);
    }

    private void ask(String caller, String token, String method, String template, Set<String> never) {
        var path = filled(template, method.equals("get"));
        var request = api.request(token, path, "Accept", "application/json, */*;q=0.5", "Idempotency-Key", "aman");
        var said = api.send(
                switch (method) {
                    case "get" -> request.GET().build();
                    case "delete" -> request.DELETE().build();
                    default ->
                        request.header("Content-Type", "application/json")
                                .method(method.toUpperCase(java.util.Locale.ROOT), BodyPublishers.ofString("{}"))
                                .build();
                });
        var who = caller + " " + method + " " + path;
        assertThat(said.status()).as(who + ": " + said.body()).isLessThan(500);
        assertThat(found(said.body())).as(who).isEmpty();
        if (said.status() == 200) {
            answered.add(path);
        }
        if (path.startsWith("/api/asn-directory/")) {
            if (!method.equals("get")) {
                assertThat(said.status()).as(who + " writes in BKN's register").isGreaterThanOrEqualTo(400);
            }
            if (said.status() < 300 && !OF_NOBODY.matcher(path).matches()) {
                assertThat(names(said.json())).as(who).doesNotContainAnyElementsOf(never);
            }
        } else if (said.status() < 300 && path.startsWith("/api/verification/")) {
            assertThat(said.body()).as(who).doesNotContain(nip, asn);
        }
    }

    /** Reads ask for what exists; what would change something names nothing that exists, except in the register, where all is refused. */
    private static String filled(String template, boolean reads) {
        var path = template.replace("{nip}", nip);
        if (path.startsWith("/api/asn-directory/")) {
            path = path.replace("/asn/{id}", "/asn/" + asn);
        } else if (reads) {
            path = path.replace("/agreements/{id}", "/agreements/" + AGREEMENT)
                    .replace("/agreements/{agreement}", "/agreements/" + AGREEMENT);
        }
        return path.replaceAll(
                "\\{[^}]*}",
                UUID.nameUUIDFromBytes(template.getBytes(ISO_8859_1)).toString());
    }

    /** Names of the annex's elements that no clause opens. */
    private Set<String> neverDisclosed() {
        var annex = api.get(api.token("kemnaker"), "/api/agreements/v1/agreements/" + AGREEMENT + "/annex");
        assertThat(annex.status()).as(annex.body()).isEqualTo(200);
        var never = new TreeSet<String>();
        for (var element : annex.json().findParents("class")) {
            if (Set.of("X", "I").contains(element.path("class").asText())) {
                never.add(element.path("name").asText());
            }
        }
        assertThat(never).contains("gajiPokok", "hukumanDisiplin");
        return never;
    }

    private static Set<String> names(JsonNode node) {
        var names = new TreeSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> names.addAll(names(child)));
        return names;
    }

    /** Transmission: Kafka lets Kemnaker read its partner topics and nothing else, and nothing that travels shows a NIK. */
    @Test
    void noTopicIsOpenToKemnakerNorShowsAnybody() throws IOException {
        var declared = new TreeMap<String, Set<String>>();
        for (var topic : Api.JSON
                .readTree(Stack.projectRoot()
                        .resolve("deploy/local/src/main/resources/topics.json")
                        .toFile())
                .path("topics")) {
            var readers = new TreeSet<String>();
            topic.path("read").forEach(reader -> readers.add(reader.asText()));
            declared.put(topic.path("name").asText(), readers);
        }
        assertThat(declared).hasSizeGreaterThan(20);
        for (var credential : CREDENTIALS.entrySet()) {
            var meant = declared.keySet().stream()
                    .filter(topic -> topic.startsWith("partner.kemnaker.")
                            && declared.get(topic).contains(credential.getKey()))
                    .collect(Collectors.toSet());
            assertThat(readable(credential, declared.keySet()))
                    .as(credential.getKey())
                    .isSubsetOf(meant);
        }
        var admin = IsolationJourney.kafka("admin");
        try (var consumer =
                new KafkaConsumer<byte[], byte[]>(admin, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> !topic.getKey().startsWith("__"))
                    .flatMap(topic ->
                            topic.getValue().stream().map(each -> new TopicPartition(each.topic(), each.partition())))
                    .toList();
            assertThat(partitions.stream().map(TopicPartition::topic)).containsAll(declared.keySet());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            long read = 0;
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    read++;
                    var as = record.topic() + " " + record.partition() + "/" + record.offset();
                    assertThat(found(record.key())).as(as).isEmpty();
                    assertThat(found(record.value())).as(as).isEmpty();
                    record.headers()
                            .forEach(header ->
                                    assertThat(found(header.value())).as(as).isEmpty());
                }
            }
            assertThat(read).isGreaterThan(Stack.POPULATION);
        }
    }

    private static Set<String> readable(Map.Entry<String, String> credential, Set<String> topics) {
        var settings = IsolationJourney.kafka(credential.getKey());
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + credential.getKey()
                        + "\" password=\"" + credential.getValue() + "\";");
        var readable = new TreeSet<String>();
        try (var consumer =
                new KafkaConsumer<byte[], byte[]>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (var topic : topics) {
                var partition = List.of(new TopicPartition(topic, 0));
                consumer.assign(partition);
                consumer.seekToBeginning(partition);
                try {
                    consumer.poll(Duration.ofSeconds(10));
                    readable.add(topic);
                } catch (AuthorizationException closed) {
                    // As it should be; the next one.
                }
            }
        } catch (SaslAuthenticationException stranger) {
            return Set.of();
        }
        return readable;
    }

    /** Processing: of its own list Kemnaker gets the four answers and nothing else, BKN gets counts, and no log keeps a NIK. */
    @Test
    void processingGivesAnswersOnlyAndLeavesNoTrace() throws IOException {
        var token = api.token("kemnaker");
        var sent = Files.readAllLines(stack.home().resolve("sample").resolve("candidates-" + Stack.POPULATION + ".csv"))
                .stream()
                .filter(candidate -> SIXTEEN_DIGITS.matcher(candidate).matches())
                .distinct()
                .limit(50)
                .toList();
        var nik = sent.stream()
                .filter(one ->
                        api.check(token, one, "AID_VERIFICATION", "BSU-2025").status() == 200)
                .findFirst()
                .orElseThrow();
        var checked = api.check(token, nik, "AID_VERIFICATION", "BSU-2025");
        assertThat(checked.json().fieldNames())
                .toIterable()
                .isSubsetOf(
                        "checkId",
                        "status",
                        "answer",
                        "statement",
                        "warnings",
                        "asOf",
                        "dataTime",
                        "mappingVersion",
                        "agreement",
                        "receipt");
        assertThat(found(checked.body())).isEmpty();
        assertThat(api.check(token, nik, "ASN_GUIDANCE", "BSU-2025").status()).isEqualTo(403);

        var upload = api.uploadCsv(token, "nik\n" + String.join("\n", sent) + "\n");
        assertThat(upload.status()).as(upload.body()).isEqualTo(202);
        var id = upload.json().path("id").asText();
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> api.batch(token, id).json().path("state").asText().equals("COMPLETED"));
        var results = api.results(token, id).body();
        assertThat(results.lines().findFirst()).contains("row,nik,status,answer,statement,warnings");
        assertThat(Api.rows(results)).hasSize(sent.size()).allSatisfy(row -> {
            assertThat(row).hasSize(6);
            assertThat(row[1]).isIn(sent);
            assertThat(row[3]).isIn("ACTIVE", "INACTIVE", "RETIRED", "NOT_FOUND", "");
        });

        var holder = api.token("bkn");
        assertThat(api.batch(holder, id).status()).isEqualTo(404);
        assertThat(api.results(holder, id).status()).isEqualTo(404);
        var facts = api.get(holder, "/api/verification/v1/batches/" + id + "/record-facts");
        assertThat(facts.status()).as(facts.body()).isEqualTo(200);
        assertThat(found(facts.body())).isEmpty();

        try (var logs = Files.walk(stack.home().resolve("logs"))) {
            for (var log : logs.filter(Files::isRegularFile).toList()) {
                assertThat(found(Files.readAllBytes(log))).as(log.toString()).isEmpty();
            }
        }
    }

    /** Storage: no door of the database opens to Kemnaker, no service's role reads another's table, and what lies there shows nobody. */
    @Test
    void nothingAtRestShowsAnybodyToWhomItIsNotOpen() throws IOException, SQLException {
        var databases = new ArrayList<String>();
        try (var connection = superuser("postgres");
                var found = connection
                        .createStatement()
                        .executeQuery("select datname from pg_database where datallowconn order by 1")) {
            while (found.next()) {
                databases.add(found.getString(1));
            }
        }
        assertThat(databases).contains("agreement", "asn_directory", "verification");
        var inTheClear = new TreeSet<String>();
        int tables = 0;
        for (var database : databases) {
            CREDENTIALS.forEach((user, password) -> assertThatThrownBy(
                            () -> DriverManager.getConnection(IsolationJourney.url(database), user, password))
                    .as(user + " at " + database)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("authentication failed"));
            try (var connection = superuser(database)) {
                assertThat(readableByOthers(connection)).as(database).isEmpty();
                for (var table : tablesOf(connection)) {
                    tables++;
                    if (!scan(connection, table).isEmpty()) {
                        inTheClear.add(database + "." + table);
                    }
                }
            }
        }
        assertThat(tables).isGreaterThan(60);
        assertThat(inTheClear).isEmpty();

        int segments = 0;
        try (var files = Files.walk(stack.home().resolve("data").resolve("kafka"))) {
            for (var segment : files.filter(file -> file.toString().endsWith(".log")
                            && !file.getParent().getFileName().toString().startsWith("__"))
                    .toList()) {
                segments++;
                assertThat(found(Files.readAllBytes(segment)))
                        .as(segment.toString())
                        .isEmpty();
                assertThat(decompressed(segment)).as(segment.toString()).isEmpty();
            }
        }
        assertThat(segments).isGreaterThan(20);
    }

    private static Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(IsolationJourney.url(database), "postgres", "postgres-local");
    }

    /**
     * Roles, other than the owner, that may enter this database or read one of its tables; no role inherits what another may. The directory sets
     * Kemnaker's role for single statements about its references (ADR 0046), and has nothing of it otherwise.
     */
    private static List<String> readableByOthers(Connection connection) throws SQLException {
        var open = new ArrayList<String>();
        try (var found = connection.createStatement().executeQuery("""
                select r.rolname || ' enters' from pg_roles r, pg_database d
                 where d.datname = current_database() and r.rolcanlogin and not r.rolsuper and r.oid <> d.datdba
                   and has_database_privilege(r.oid, d.oid, 'connect')
                union all
                select r.rolname || ' reads ' || n.nspname || '.' || c.relname
                  from pg_roles r, pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where r.rolcanlogin and not r.rolsuper and r.oid <> c.relowner and c.relkind in ('r', 'p', 'v', 'm', 'f')
                   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
                   and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')
                union all
                select m.rolname || ' is ' || g.rolname
                  from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid
                 where m.rolcanlogin and not m.rolsuper and a.inherit_option""")) {
            while (found.next()) {
                open.add(found.getString(1));
            }
        }
        return open;
    }

    private static List<String> tablesOf(Connection connection) throws SQLException {
        var tables = new ArrayList<String>();
        try (var found = connection.createStatement().executeQuery("""
                select n.nspname || '.' || quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1""")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        return tables;
    }

    private static Set<String> scan(Connection connection, String table) throws SQLException {
        var found = new TreeSet<String>();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(1_000);
            try (var rows = statement.executeQuery("select * from " + table)) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int column = 1; column <= columns; column++) {
                        var value = rows.getObject(column);
                        found.addAll(
                                value instanceof byte[] bytes
                                        ? found(bytes)
                                        : found(value == null ? "" : rows.getString(column)));
                    }
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return found;
    }

    /** What is in a segment's records, which are compressed. */
    private static Set<String> decompressed(Path segment) throws IOException {
        var found = new TreeSet<String>();
        try (var records = FileRecords.open(segment.toFile(), false)) {
            for (var record : records.records()) {
                if (record.hasKey()) {
                    found.addAll(found(Utils.toArray(record.key())));
                }
                if (record.hasValue()) {
                    found.addAll(found(Utils.toArray(record.value())));
                }
            }
        }
        return found;
    }

    private static Set<String> found(String text) {
        var found = new TreeSet<String>();
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            run = c >= '0' && c <= '9' ? run + 1 : 0;
            if (run >= 16 && niks.contains(text.substring(i - 15, i + 1))) {
                found.add(text.substring(i - 15, i + 1));
            }
        }
        return found;
    }

    /** As digits, or as a number of eight bytes. */
    private static Set<String> found(byte[] bytes) {
        if (bytes == null) {
            return Set.of();
        }
        var found = found(new String(bytes, ISO_8859_1));
        var buffer = ByteBuffer.wrap(bytes);
        for (int i = 0; i + 8 <= bytes.length; i++) {
            // The first byte of such a number is 0, so nearly every place is passed by at once.
            if (bytes[i] == 0 && numbers.contains(buffer.getLong(i))) {
                found.add(Long.toString(buffer.getLong(i)));
            }
        }
        return found;
    }
}
