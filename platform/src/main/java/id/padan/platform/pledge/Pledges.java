package id.padan.platform.pledge;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** All pledges heard. Until everything that was on the topic at the start has been read, no person is let in. */
@ApplicationScoped
public class Pledges {
    private final TopicReaders readers;
    private final ObjectMapper json;
    private final boolean required;
    /** By the event's key. */
    private final Map<String, Pledge> heard = new ConcurrentHashMap<>();

    private volatile boolean caughtUp;

    Pledges(
            TopicReaders readers,
            ObjectMapper json,
            @ConfigProperty(name = "padan.pledge.required", defaultValue = "true") boolean required) {
        this.readers = readers;
        this.json = json;
        this.required = required;
    }

    void start(@Observes StartupEvent event) {
        if (required) {
            var reader = readers.start("pledges", Set.of(Topics.AGREEMENT_PLEDGE), this::handle);
            var unused = reader.caughtUp().thenRun(() -> caughtUp = true);
        }
    }

    /** @throws ProblemException PLEDGE_MISSING if the person has no pledge that holds now; UNAVAILABLE while pledges are still being read */
    public void require(String party, String person) {
        if (!required) {
            return;
        }
        if (!caughtUp) {
            throw ProblemException.of(
                            PlatformProblem.UNAVAILABLE,
                            "The pledges of confidentiality have not been read yet. Try again.",
                            "Pernyataan kerahasiaan belum selesai dibaca. Coba lagi.")
                    .retryAfter(Duration.ofSeconds(2));
        }
        var now = Instant.now();
        boolean holds = false;
        for (var pledge : heard.values()) {
            if (pledge.party().equals(party) && pledge.person().equals(person)) {
                // Taken back under one agreement, it is not made good by one under another.
                if (pledge.revokedAt() != null) {
                    throw missing();
                }
                holds |= pledge.holdsAt(now);
            }
        }
        if (!holds) {
            throw missing();
        }
    }

    /** The refusal of a person without a pledge, the same in every service. */
    public static ProblemException missing() {
        return ProblemException.of(
                        PledgeProblem.PLEDGE_MISSING,
                        "Ps 9(5) asks for a pledge of confidentiality before access, renewed yearly. Sign one and have your party's approver record it.",
                        "Ps 9(5) mensyaratkan pernyataan menjaga kerahasiaan sebelum akses, diperbarui setiap tahun. Tanda tangani dan minta pejabat"
                                + " pihak Anda mencatatnya.")
                .with("clause", "Ps 9(5)");
    }

    boolean isRequired() {
        return required;
    }

    boolean isCaughtUp() {
        return caughtUp;
    }

    int size() {
        return heard.size();
    }

    private void handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        for (var entry : batch) {
            if (entry.key() == null) {
                throw new UnusableRecordException("key: is missing");
            }
            String key = new String(entry.key(), StandardCharsets.UTF_8);
            if (entry.value() == null) {
                heard.remove(key);
            } else {
                hear(key, read(key, entry.value()));
            }
        }
    }

    /** The relay may deliver an earlier state again after a later one. */
    private void hear(String key, Pledge pledge) {
        heard.merge(key, pledge, (held, now) -> now.version() >= held.version() ? now : held);
    }

    private Pledge read(String key, byte[] value) {
        Pledge pledge;
        try {
            pledge = json.readValue(value, Pledge.class);
        } catch (IOException e) {
            throw new UnusableRecordException("not a pledge: " + e.getClass().getSimpleName());
        }
        if (pledge == null
                || !Pledge.TYPE.equals(pledge.type())
                || pledge.party() == null
                || pledge.person() == null
                || pledge.validUntil() == null
                || !pledge.key().equals(key)) {
            throw new UnusableRecordException("not a pledge, or not that of its key");
        }
        return pledge;
    }
}
