package id.padan.agreement.subject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Hears from the services that keep evidence which searches were made for which case. A search for another party's case, or for no case of
 * ours, is none of our business and is passed over. Read from the beginning at each start; writing twice changes nothing.
 */
@ApplicationScoped
class EvidenceSearches {
    private static final Pattern CASE = Pattern.compile("subject-requests/([0-9a-f-]{36})");

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final TopicReaders readers;

    EvidenceSearches(Jdbi jdbi, ObjectMapper json, TopicReaders readers) {
        this.jdbi = jdbi;
        this.json = json;
        this.readers = readers;
    }

    /**
     * A search.
     *
     * @param service whose evidence was opened
     * @param found how many times the person was asked about; null if the search did not come to an end
     */
    record Search(UUID searchId, String service, String actor, Instant openedAt, Integer found, long logIndex) {}

    /** {@code <context>.evidence-opened.v1}; other members are not ours to keep. */
    record Opened(
            UUID searchId,
            String service,
            String caseReference,
            String party,
            String actor,
            Instant openedAt,
            Integer found,
            Long logIndex) {}

    void start(@Observes StartupEvent event) {
        var unused = readers.start("evidence-searches", Set.of(Topics.VERIFICATION_EVIDENCE_OPENED), this::hear);
    }

    List<Search> list(Handle handle, UUID caseId) {
        return handle.createQuery("select * from evidence_search where case_id = :id order by opened_at")
                .bind("id", caseId)
                .map((row, context) -> new Search(
                        row.getObject("search_id", UUID.class),
                        row.getString("service"),
                        row.getString("actor"),
                        row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                        row.getObject("found", Integer.class),
                        row.getLong("log_index")))
                .list();
    }

    private void hear(List<ConsumerRecord<byte[], byte[]>> batch) {
        jdbi.useTransaction(tx -> batch.forEach(record -> keep(tx, record)));
    }

    private void keep(Handle tx, ConsumerRecord<byte[], byte[]> record) {
        Opened opened = parse(record.value());
        Matcher ours = CASE.matcher(opened.caseReference());
        if (!ours.matches()) {
            return;
        }
        tx.createUpdate("""
                        insert into evidence_search (search_id, case_id, service, party, actor, opened_at, found, log_index)
                        select :search, id, :service, :party, :actor, :at, :found, :index from case_file
                         where id::text = :case and kind = 'SUBJECT_REQUEST' and party = :party
                        on conflict (search_id) do update set found = coalesce(excluded.found, evidence_search.found)""")
                .bind("search", opened.searchId())
                .bind("service", opened.service())
                .bind("party", opened.party())
                .bind("actor", opened.actor())
                .bind("at", opened.openedAt())
                .bind("found", opened.found())
                .bind("index", opened.logIndex())
                .bind("case", ours.group(1))
                .execute();
    }

    private Opened parse(byte[] value) {
        try {
            Opened opened = value == null ? null : json.readValue(value, Opened.class);
            if (opened == null
                    || opened.searchId() == null
                    || opened.service() == null
                    || opened.caseReference() == null
                    || opened.party() == null
                    || opened.actor() == null
                    || opened.openedAt() == null
                    || opened.logIndex() == null) {
                throw new UnusableRecordException("an opening of evidence lacks a member");
            }
            return opened;
        } catch (JsonProcessingException e) {
            throw new UnusableRecordException("an opening of evidence is no JSON of its schema");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
