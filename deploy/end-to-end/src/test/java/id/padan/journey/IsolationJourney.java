package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What belongs to one service is closed to the others, by Kafka and PostgreSQL themselves. */
class IsolationJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    @ParameterizedTest
    @CsvSource({
        "agreement-service,     asn.status.v1",
        "agreement-service,     verification.chunk.v1",
        "asn-directory-service, verification.chunk.v1",
        "verification-service,  asn.record.v1",
        "verification-service,  partner.kemnaker.asn.v1",
        "data-correction-service, asn.record.v1",
        "data-correction-service, verification.chunk.v1",
        "kemnaker,              asn.record.v1",
    })
    void aPrincipalCannotReadAnothersTopic(String principal, String topic) {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(
                kafka(principal), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void aPrincipalCannotWriteAnothersTopic() {
        try (var producer = new KafkaProducer<byte[], byte[]>(
                kafka("verification-service"), new ByteArraySerializer(), new ByteArraySerializer())) {
            var sent = producer.send(new ProducerRecord<>("agreement.policy.v1", new byte[1], new byte[1]));
            assertThatThrownBy(() -> sent.get(10, java.util.concurrent.TimeUnit.SECONDS))
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "verification, asn_directory",
        "asn_directory, verification",
        "agreement, verification",
        "correction, asn_directory",
        "asn_directory, correction",
        // Kemnaker's, though the directory serves it.
        "asn_directory, functional_position",
        "functional_position, asn_directory"
    })
    void aRoleCannotEnterAnothersDatabase(String role, String database) {
        assertThatThrownBy(() -> DriverManager.getConnection(url(database), role, role.replace('_', '-') + "-local"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
    }

    /** Coverage counts records that have one. */
    @Test
    void noNikIsStoredInTheClearByVerification() throws SQLException {
        try (var connection = DriverManager.getConnection(url("verification"), "verification", "verification-local");
                var tables = connection.createStatement().executeQuery("""
                        select table_name, column_name from information_schema.columns
                        where table_schema = 'public' and column_name ilike '%nik%' and data_type in ('text', 'bigint')
                          and column_name <> 'coverage_valid_nik'""")) {
            assertThat(tables.next()).isFalse();
        }
    }

    static String url(String database) {
        return "jdbc:postgresql://localhost:" + Stack.stack().port("POSTGRES") + "/" + database;
    }

    static Map<String, Object> kafka(String principal) {
        var config = new HashMap<String, Object>();
        config.put("bootstrap.servers", "localhost:" + Stack.stack().port("KAFKA"));
        config.put("security.protocol", "SASL_PLAINTEXT");
        config.put("sasl.mechanism", "SCRAM-SHA-512");
        config.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + principal
                        + "\" password=\"" + principal + "-local\";");
        return config;
    }
}
