package id.padan.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The declared topics, from {@code topics.json}: the one place that says which exist, how they are kept and which principal may write or
 * read them. The broker makes no topic by itself and lets nobody in whom this list does not name.
 */
record Topics(List<Topic> topics) {

    /**
     * @param partitions fixed for a topic's life: keys are ordered per partition
     * @param config broker settings of this topic, in the broker's own names
     * @param write principals that may write
     * @param read principals that may read
     */
    record Topic(String name, int partitions, Map<String, String> config, List<String> write, List<String> read) {
        Topic {
            if (name == null || !name.matches("[a-z][a-z.-]*\\.v[0-9]+(\\.dlq)?")) {
                throw new IllegalArgumentException(
                        "name must be <context>.<thing>.v<n>, with .dlq for dead letters: " + name);
            }
            if (partitions < 1) {
                throw new IllegalArgumentException(name + ": partitions must be at least 1");
            }
            config = Map.copyOf(config);
            write = List.copyOf(write);
            read = List.copyOf(read);
        }
    }

    Topics {
        topics = List.copyOf(topics);
    }

    static Topics declared() {
        try (InputStream file = Topics.class.getResourceAsStream("/topics.json")) {
            return new ObjectMapper().readValue(file, Topics.class);
        } catch (IOException e) {
            throw new UncheckedIOException("topics.json", e);
        }
    }

    /** Every principal that some topic names. */
    TreeSet<String> principals() {
        TreeSet<String> principals = new TreeSet<>();
        for (Topic topic : topics) {
            principals.addAll(topic.write());
            principals.addAll(topic.read());
        }
        return principals;
    }
}
