package id.padan.platform.events;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Sends what cannot be handled to the topic's dead letters, unchanged, with where it stood and why, so that it can be requeued. Nothing is
 * dropped.
 */
@ApplicationScoped
public class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final EventProducer producer;

    DeadLetters(EventProducer producer) {
        this.producer = producer;
    }

    /**
     * Returns when the dead letter is safe; only then may the reader go on.
     *
     * @param reason for the operator; never a value of the record
     * @throws IllegalStateException if Kafka does not take it
     */
    public void send(ConsumerRecord<byte[], byte[]> unusable, String reason) {
        var letter = new ProducerRecord<>(
                Topics.deadLetters(unusable.topic()), null, unusable.key(), unusable.value(), unusable.headers());
        letter.headers()
                .add("padan_dlq_reason", text(reason))
                .add("padan_dlq_topic", text(unusable.topic()))
                .add("padan_dlq_partition", text(Integer.toString(unusable.partition())))
                .add("padan_dlq_offset", text(Long.toString(unusable.offset())))
                .add("padan_dlq_time", text(Instant.now().toString()));
        try {
            producer.send(letter).get(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending a dead letter", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not take a dead letter of " + unusable.topic(), e);
        }
        LOG.warnf(
                "%s-%d at %d went to the dead letters: %s",
                unusable.topic(), unusable.partition(), unusable.offset(), reason);
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
