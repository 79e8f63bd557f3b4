package id.padan.local;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** {@code padan kafka consume}: what the principal {@code operator} may read, one line per event: key, tab, value. */
final class Consume {

    private static final String PRINCIPAL = "operator";

    private Consume() {}

    static void run(Settings settings, List<String> arguments, PrintStream out) {
        String topic = null;
        boolean fromBeginning = false;
        long max = Long.MAX_VALUE;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--from-beginning" -> fromBeginning = true;
                case "--max" -> {
                    String number = i + 1 < arguments.size() ? arguments.get(++i) : "";
                    if (!number.matches("[0-9]{1,9}")) {
                        throw new Failure("--max wants a number of events");
                    }
                    max = Long.parseLong(number);
                }
                default -> {
                    if (topic != null || argument.startsWith("-")) {
                        throw new Failure("usage: ./padan kafka consume TOPIC [--from-beginning] [--max N]");
                    }
                    topic = argument;
                }
            }
        }
        String wanted = topic;
        List<Topics.Topic> readable = Topics.declared().topics().stream()
                .filter(declared -> declared.read().contains(PRINCIPAL))
                .toList();
        Topics.Topic found = readable.stream()
                .filter(declared -> declared.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Failure((wanted == null
                                ? "usage: ./padan kafka consume TOPIC [--from-beginning] [--max N]."
                                : "The principal operator may not read " + wanted + ".")
                        + " It may read: "
                        + readable.stream().map(Topics.Topic::name).collect(Collectors.joining(", "))));
        Map<String, Object> client = Broker.client("localhost:" + settings.port(Part.KAFKA), PRINCIPAL);
        client.put("default.api.timeout.ms", 15_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = java.util.stream.IntStream.range(0, found.partitions())
                    .mapToObj(partition -> new TopicPartition(found.name(), partition))
                    .toList();
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            partitions.forEach(consumer::position);
            for (long shown = 0; shown < max; ) {
                for (ConsumerRecord<byte[], byte[]> event : consumer.poll(Duration.ofSeconds(1))) {
                    out.println(text(event.key()) + "\t" + text(event.value()));
                    if (++shown >= max) {
                        break;
                    }
                }
                out.flush();
                if (out.checkError()) {
                    return;
                }
            }
        } catch (AuthorizationException e) {
            throw new Failure("Kafka refuses: " + e.getMessage(), e);
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new Failure(
                    "Kafka does not answer on port " + settings.port(Part.KAFKA) + "; ./padan status shows what runs.",
                    e);
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }
}
