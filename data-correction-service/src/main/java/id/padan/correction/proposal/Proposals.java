package id.padan.correction.proposal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.correction.life.ProposalState;
import id.padan.correction.log.RecordingSteps;
import id.padan.correction.vault.Vault;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The store of proposals. */
@ApplicationScoped
public class Proposals {

    /** Records of one claim check. */
    private static final int BLOCK = 5_000;

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final Vault vault;
    private final Outbox outbox;

    Proposals(Jdbi jdbi, ObjectMapper json, Vault vault, Outbox outbox) {
        this.jdbi = jdbi;
        this.json = json;
        this.vault = vault;
        this.outbox = outbox;
    }

    /** @throws ProblemException NOT_FOUND if there is none, or it is none of the party's business */
    public Proposal get(String party, UUID id) {
        return jdbi.withHandle(handle -> find(handle, "", id))
                .filter(proposal -> proposal.concerns(party))
                .orElseThrow(Proposals::notFound);
    }

    /** As above, held until the transaction ends. */
    public Proposal lock(Handle tx, String party, UUID id) {
        return find(tx, " for update", id)
                .filter(proposal -> proposal.concerns(party))
                .orElseThrow(Proposals::notFound);
    }

    /** Held until the transaction ends, for the service's own steps; in one order, so that two groups do not wait for each other. */
    Map<UUID, Proposal> lock(Handle tx, Collection<UUID> ids) {
        return tx
                .createQuery("select * from proposal where id = any(:ids) order by id for update")
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> Proposal.of(row))
                .stream()
                .collect(Collectors.toMap(Proposal::id, proposal -> proposal));
    }

    /** Those of a party whose changes its records have not shown yet. */
    List<Proposal> awaited(String holder, Collection<UUID> ids) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from proposal where id = any(:ids) and holder = :holder and effect = 'AWAITED'")
                .bindArray("ids", UUID.class, ids)
                .bind("holder", holder)
                .map((row, context) -> Proposal.of(row))
                .list());
    }

    private static Optional<Proposal> find(Handle handle, String lock, UUID id) {
        return handle.createQuery("select * from proposal where id = :id" + lock)
                .bind("id", id)
                .map((row, context) -> Proposal.of(row))
                .findOne();
    }

    static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "There is no such proposal, or it is not your party's.",
                "Usulan tidak ada, atau bukan milik pihak Anda.");
    }

    /** What a list asks for; null members ask for everything. */
    public record Filter(
            String party,
            String proposer,
            ProposalState.Wire state,
            String element,
            String indicator,
            UUID listId,
            boolean overdue,
            boolean open) {}

    /** In the order in which they came. */
    List<Proposal> list(Filter filter, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from proposal
                        where no > :after
                          and (proposer = :party or receiver = :party)
                          and (cast(:proposer as text) is null or proposer = :proposer)
                          and (cast(:state as text) is null or state = :state)
                          and (cast(:element as text) is null or element = :element)
                          and (cast(:indicator as text) is null or indicator = :indicator)
                          and (cast(:list as uuid) is null or list_id = :list)
                          and (not :overdue or due_at <= coalesce(closed_at, now()))
                          and (not :open or closed_at is null)
                        order by no limit :limit""")
                .bind("after", after)
                .bind("party", filter.party())
                .bind("proposer", filter.proposer())
                .bind("state", filter.state() == null ? null : filter.state().name())
                .bind("element", filter.element())
                .bind("indicator", filter.indicator())
                .bind("list", filter.listId())
                .bind("overdue", filter.overdue())
                .bind("open", filter.open())
                .bind("limit", limit)
                .map((row, context) -> Proposal.of(row))
                .list());
    }

    /**
     * A step as its history shows it.
     *
     * @param from null for the first
     * @param leaf in this service's log
     */
    public record Step(
            int version,
            Instant at,
            String party,
            String actor,
            String officer,
            String move,
            String from,
            String to,
            String reason,
            String remark,
            UUID leaf) {}

    List<Step> history(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from proposal_step where proposal = :id order by version")
                .bind("id", id)
                .map((row, context) -> new Step(
                        row.getInt("version"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("party"),
                        row.getString("actor"),
                        row.getString("officer"),
                        row.getString("move"),
                        row.getString("from_state"),
                        row.getString("to_state"),
                        row.getString("reason"),
                        row.getString("remark"),
                        row.getObject("leaf", UUID.class)))
                .list());
    }

    /** What both parties say beside the steps. */
    public record Comment(long no, Instant at, String party, String actor, String text) {}

    List<Comment> comments(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from proposal_comment where proposal = :id order by no")
                .bind("id", id)
                .map((row, context) -> new Comment(
                        row.getLong("no"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("party"),
                        row.getString("actor"),
                        row.getString("text")))
                .list());
    }

    /** The whole state is told, of each proposal once, as it is when the relay comes to it. */
    public void announce(Handle tx, List<Long> numbers) {
        for (int from = 0; from < numbers.size(); from += BLOCK) {
            var block = numbers.subList(from, Math.min(numbers.size(), from + BLOCK));
            outbox.append(
                    tx,
                    OutboxEvent.block(
                            Topics.CORRECTION_PROPOSAL,
                            block.getFirst().toString(),
                            ProposalExpander.BLOCK,
                            block.stream().mapToLong(Long::longValue).toArray()));
        }
    }

    byte[] seal(UUID id, Values values) {
        try {
            return vault.seal(id, json.writeValueAsBytes(values));
        } catch (JsonProcessingException e) {
            // No cause: its message may quote a value.
            throw new IllegalStateException("values cannot be written");
        }
    }

    Values values(Proposal proposal) {
        try {
            return json.readValue(vault.open(proposal.id(), proposal.sealed()), Values.class);
        } catch (IOException e) {
            // No cause: its message may quote a value.
            throw new IllegalStateException("values of " + proposal.id() + " cannot be read");
        }
    }

    /** The hash of a value under the proposal's salt; of none, null. */
    static byte[] hash(byte[] salt, String value) {
        return value == null ? null : RecordingSteps.salted(salt, value);
    }

    /** The database's time, which all instances share. */
    static Instant now(Handle handle) {
        return handle.createQuery("select clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    static OffsetDateTime utc(Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
