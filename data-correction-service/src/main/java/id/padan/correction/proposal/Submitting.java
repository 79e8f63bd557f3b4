package id.padan.correction.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.correction.clock.CorrectionClocks;
import id.padan.correction.clock.Pauses;
import id.padan.correction.competence.Competence;
import id.padan.correction.competence.Direction;
import id.padan.correction.known.KnownRecords;
import id.padan.correction.log.RecordingSteps;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Policy;
import id.padan.platform.caller.Caller;
import id.padan.platform.clock.Pause;
import id.padan.platform.events.UuidV7;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Takes proposals: looks at each by rules, competence and what its sender was shown, and keeps those that stand. A session is one sender
 * under one policy, within one transaction.
 */
@ApplicationScoped
public class Submitting {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern NIP = Pattern.compile("[0-9]{18}");
    private static final Pattern ELEMENT = Pattern.compile("[AC]-[0-9]{2}");
    private static final Pattern ROW = Pattern.compile("[A-Za-z0-9._/ -]{1,64}");
    private static final Pattern INDICATOR = Pattern.compile(
            "COM_[1-7]|TIM_[1-6]|ACC_([1-9]|10)|CON_[1-4]|TEMUAN_VERVAL|REFERENSI_YATIM|NIK_GANDA|STATUS_BERTENTANGAN");

    private final AgreementGate gate;
    private final Competence competence;
    private final KnownRecords known;
    private final CorrectionClocks clocks;
    private final Pauses pauses;
    private final Proposals proposals;
    private final RecordingSteps recording;
    private final Jdbi jdbi;

    Submitting(
            AgreementGate gate,
            Competence competence,
            KnownRecords known,
            CorrectionClocks clocks,
            Pauses pauses,
            Proposals proposals,
            RecordingSteps recording,
            Jdbi jdbi) {
        this.gate = gate;
        this.competence = competence;
        this.known = known;
        this.clocks = clocks;
        this.pauses = pauses;
        this.proposals = proposals;
        this.recording = recording;
        this.jdbi = jdbi;
    }

    /** What became of one item. */
    public sealed interface Outcome {}

    public record Accepted(UUID id) implements Outcome {}

    /** The same proposal of the same party is open. */
    public record Duplicate(UUID id) implements Outcome {}

    /** @param field of the item, in the names of the API; null for the whole */
    public record Refused(ProposalProblem code, String field) implements Outcome {
        public ProblemException toProblem() {
            return ProblemException.of(code, code.titleEn() + ".", code.titleId() + ".")
                    .with("field", field);
        }
    }

    /** One sender under one policy. */
    public static final class Session {
        private final Caller caller;
        private final Direction direction;
        private final Allowed allowed;
        private final Annex annex;
        private final Instant at;
        private final List<Pause> pauses;
        private final MessageDigest commitment = RecordingSteps.sha256();

        private Session(
                Caller caller, Direction direction, Allowed allowed, Annex annex, Instant at, List<Pause> pauses) {
            this.caller = caller;
            this.direction = direction;
            this.allowed = allowed;
            this.annex = annex;
            this.at = at;
            this.pauses = pauses;
        }

        public Instant at() {
            return at;
        }

        public Allowed allowed() {
            return allowed;
        }
    }

    /** Proposals that come alone, each with a leaf of its own; those that are refused change nothing. */
    public List<Outcome> submit(Caller caller, String purpose, List<NewProposal> items) {
        return jdbi.inTransaction(tx -> {
            var outcomes = new ArrayList<Outcome>();
            for (NewProposal item : items) {
                outcomes.add(submit(tx, caller, purpose, item));
            }
            return outcomes;
        });
    }

    /** One proposal that comes alone, within a transaction. */
    public Outcome submit(Handle tx, Caller caller, String purpose, NewProposal item) {
        Session session = open(tx, caller, purpose);
        Outcome outcome = add(tx, session, null, List.of(0), List.of(item)).getFirst();
        if (outcome instanceof Accepted(UUID id)) {
            UUID leaf = recording.opened(
                    tx, "PROPOSAL", session.allowed, caller, session.commitment.digest(), "proposals/" + id);
            step(tx, "id = :thing", id, leaf, caller);
            proposals.announce(tx, numbers(tx, "id", id));
        }
        return outcome;
    }

    /**
     * Begins to take proposals of the caller's party.
     *
     * @throws ProblemException PARTY_MISMATCH for a party that has no list here; the gate's refusal where the receiver's clause is closed
     */
    public Session open(Handle tx, Caller caller, String purpose) {
        Direction direction = Direction.from(caller.party()).orElseThrow(Submitting::noParty);
        String receiver = direction.receiver();
        // What the receiver gets is what its clause opens (Ps 3(1)e, 4(1)c); whoever sends has no clause of its own.
        Allowed allowed = gate.require(new AccessRequest(
                receiver, caller.client(), caller.subject(), purpose, null, Datasets.CORRECTION_LIST));
        Policy.Version version = gate.policies().stream()
                .filter(policy -> policy.agreementId().equals(allowed.policy().agreementId()))
                .flatMap(policy -> policy.versions().stream())
                .filter(one -> one.version().equals(allowed.policy().version()))
                .findFirst()
                .orElseThrow(Submitting::noParty);
        Annex annex = Annex.of(version);
        Instant at = Proposals.now(tx);
        return new Session(
                caller,
                direction,
                allowed,
                annex,
                at,
                pauses.list(tx, allowed.policy().agreementId(), receiver));
    }

    private static ProblemException noParty() {
        return ProblemException.of(
                PlatformProblem.PARTY_MISMATCH,
                "Only the two parties to the agreement send corrections.",
                "Hanya kedua pihak perjanjian yang mengirim usulan perbaikan.");
    }

    /** An open proposal, as far as another one is compared with it. */
    private record Open(UUID id, String proposer, byte[] salt, byte[] proposedHash) {}

    /** @param historyRow empty for the record itself */
    private record Key(String nip, String element, String field, String historyRow) {}

    /**
     * Looks at some items and keeps those that stand; the caller tells of them later.
     *
     * @param list null for one that comes alone
     * @param rows of the items in the list, from 1
     */
    public List<Outcome> add(Handle tx, Session session, UUID list, List<Integer> rows, List<NewProposal> items) {
        Set<String> nips = new HashSet<>();
        items.stream().map(NewProposal::nip).filter(Objects::nonNull).forEach(nips::add);
        Map<KnownRecords.Dataset, Map<String, JsonNode>> shown = new EnumMap<>(KnownRecords.Dataset.class);
        for (var dataset : KnownRecords.Dataset.values()) {
            shown.put(dataset, known.find(tx, dataset, nips));
        }
        Map<Key, Open> open = open(tx, nips);
        var outcomes = new ArrayList<Outcome>(items.size());
        var insert = tx.prepareBatch(INSERT);
        var places = new ArrayList<Integer>();
        for (int i = 0; i < items.size(); i++) {
            NewProposal item = items.get(i);
            Checked checked = check(session, item, shown);
            if (checked.refused() != null) {
                outcomes.add(checked.refused());
                continue;
            }
            var key = new Key(
                    item.nip(), item.element(), checked.field(), item.historyRow() == null ? "" : item.historyRow());
            Open before = open.get(key);
            if (before != null) {
                boolean same = before.proposer().equals(session.direction.proposer())
                        && MessageDigest.isEqual(
                                Proposals.hash(before.salt(), proposedText(checked.values())), before.proposedHash());
                outcomes.add(same ? new Duplicate(before.id()) : new Refused(ProposalProblem.OTHER_OPEN, "element"));
                continue;
            }
            UUID id = UuidV7.next();
            byte[] salt = new byte[32];
            RANDOM.nextBytes(salt);
            byte[] proposed = Proposals.hash(salt, proposedText(checked.values()));
            bind(insert, session, item, checked, new Placed(id, list, rows.get(i), salt, proposed));
            places.add(i);
            open.put(key, new Open(id, session.direction.proposer(), salt, proposed));
            outcomes.add(new Accepted(id));
        }
        if (!places.isEmpty()) {
            int[] made = insert.execute();
            for (int i = 0; i < made.length; i++) {
                Accepted accepted = (Accepted) outcomes.get(places.get(i));
                if (made[i] == 0) {
                    // Another transaction was a moment faster.
                    outcomes.set(places.get(i), new Refused(ProposalProblem.OTHER_OPEN, "element"));
                } else {
                    session.commitment.update(Proposals.utf8(accepted.id().toString()));
                }
            }
        }
        return outcomes;
    }

    /** A whole list has been taken: its leaf, the first step of each proposal, and their events. */
    public UUID finish(Handle tx, Session session, UUID list) {
        List<byte[]> hashes = tx.createQuery("select proposed_hash from proposal where list_id = :list order by no")
                .bind("list", list)
                .mapTo(byte[].class)
                .list();
        hashes.forEach(session.commitment::update);
        List<Long> numbers = numbers(tx, "list_id", list);
        UUID leaf = recording.opened(
                tx, "PROPOSAL_LIST", session.allowed, session.caller, session.commitment.digest(), "lists/" + list);
        step(tx, "list_id = :thing", list, leaf, session.caller);
        proposals.announce(tx, numbers);
        return leaf;
    }

    private static void step(Handle tx, String which, UUID thing, UUID leaf, Caller by) {
        tx.createUpdate("""
                        insert into proposal_step (proposal, version, at, party, actor, officer, move, to_state, leaf)
                        select id, 1, submitted_at, :party, :actor, :officer, 'SUBMIT', state, :leaf from proposal where\s""" + which)
                .bind("thing", thing)
                .bind("party", by.party())
                .bind("actor", by.subject())
                .bind("officer", by.officer())
                .bind("leaf", leaf)
                .execute();
    }

    private static List<Long> numbers(Handle tx, String column, UUID thing) {
        return tx.createQuery("select no from proposal where " + column + " = :thing order by no")
                .bind("thing", thing)
                .mapTo(Long.class)
                .list();
    }

    /**
     * Each NIP by the index, which "offset 0" leaves no choice about: where all proposals were closed when PostgreSQL last looked, it
     * takes those of the list that it is being given for none, and compares every one with every NIP.
     */
    private static Map<Key, Open> open(Handle tx, Set<String> nips) {
        Map<Key, Open> open = new HashMap<>();
        tx.createQuery("""
                        select open.* from unnest(:nips) as asked (nip) cross join lateral (
                            select id, nip, element, field, coalesce(history_row, '') as history_row, proposer, salt, proposed_hash
                            from proposal where closed_at is null and nip = asked.nip offset 0) as open""")
                .bind("nips", nips.toArray(String[]::new))
                .map((row, context) -> Map.entry(
                        new Key(
                                row.getString("nip"),
                                row.getString("element"),
                                row.getString("field"),
                                row.getString("history_row")),
                        new Open(
                                row.getObject("id", UUID.class),
                                row.getString("proposer"),
                                row.getBytes("salt"),
                                row.getBytes("proposed_hash"))))
                .forEach(entry -> open.put(entry.getKey(), entry.getValue()));
        return open;
    }

    /** To empty an element is a value too. */
    private static String proposedText(Values values) {
        return values.proposed() == null ? "" : values.proposed();
    }

    /** @param refused null if it stands, and then the rest is there */
    private record Checked(
            Refused refused,
            String field,
            Values values,
            boolean presentChecked,
            String agencyId,
            Competence.Rule rule) {
        static Checked no(ProposalProblem code, String field) {
            return new Checked(new Refused(code, field), null, null, false, null, null);
        }
    }

    private Checked check(Session session, NewProposal item, Map<KnownRecords.Dataset, Map<String, JsonNode>> shown) {
        if (item.nip() == null || !NIP.matcher(item.nip()).matches()) {
            return Checked.no(ProposalProblem.NIP_INVALID, "nip");
        }
        String element = item.element();
        if (element == null || !ELEMENT.matcher(element).matches()) {
            return Checked.no(ProposalProblem.ELEMENT_UNKNOWN, "element");
        }
        if (!session.annex.has(element)) {
            return Checked.no(ProposalProblem.ELEMENT_OUTSIDE_ANNEX, "element");
        }
        String field = session.annex.field(element, item.field());
        if (field == null) {
            return Checked.no(ProposalProblem.FIELD_UNKNOWN, "field");
        }
        if (item.historyType() != null && !ROW.matcher(item.historyType()).matches()) {
            return Checked.no(ProposalProblem.VALUE_INVALID, "historyType");
        }
        if (Annex.isHistory(element) && item.historyRow() == null) {
            return Checked.no(ProposalProblem.VALUE_MISSING, "historyRow");
        }
        if (item.historyRow() != null
                && (!Annex.isHistory(element) || !ROW.matcher(item.historyRow()).matches())) {
            return Checked.no(ProposalProblem.VALUE_INVALID, "historyRow");
        }
        if (item.indicator() != null && !INDICATOR.matcher(item.indicator()).matches()) {
            return Checked.no(ProposalProblem.INDICATOR_UNKNOWN, "indicator");
        }
        return checkValues(session, item, field, shown);
    }

    private Checked checkValues(
            Session session, NewProposal item, String field, Map<KnownRecords.Dataset, Map<String, JsonNode>> shown) {
        String element = item.element();
        if (item.proposed() == null && !item.emptied()) {
            return Checked.no(ProposalProblem.VALUE_MISSING, "proposed");
        }
        String proposed = item.proposed() == null ? null : Values.normal(element, field, item.proposed());
        if (item.proposed() != null && proposed == null) {
            return Checked.no(ProposalProblem.VALUE_INVALID, "proposed");
        }
        String present = item.present() == null ? null : Values.normal(element, field, item.present());
        if (item.present() != null && present == null) {
            return Checked.no(ProposalProblem.VALUE_INVALID, "present");
        }
        boolean stated = present != null || item.presentEmpty();
        if (stated && Objects.equals(present, proposed)) {
            return Checked.no(ProposalProblem.NOTHING_TO_CORRECT, "proposed");
        }
        var dataset = KnownRecords.Dataset.of(element);
        JsonNode record = shown.get(dataset).get(item.nip());
        if (session.direction == Direction.BKN_TO_KEMNAKER
                && dataset == KnownRecords.Dataset.ASN
                && (record == null || !session.annex.open().contains(element))) {
            // Kemnaker would be told of a person or element that it may not read.
            return Checked.no(ProposalProblem.OUT_OF_SCOPE, "nip");
        }
        String agencyId = record == null ? null : record.path("instansiKerjaId").asText(null);
        var whose = record == null
                ? Competence.Agency.UNKNOWN
                : competence.agency(agencyId, record.path("instansiIndukId").asText(null));
        var rule = competence.find(element, session.direction, whose).orElse(null);
        if (rule == null) {
            return Checked.no(ProposalProblem.OWN_RECORD, "element");
        }
        JsonNode place = record == null || !Annex.isHistory(element)
                ? record
                : session.annex.row(record, element, item.historyRow());
        // Of a row that was not shown nothing is said either.
        boolean compared = stated && place != null && !place.isMissingNode() && isShown(session, dataset, element);
        if (compared) {
            String held = session.annex.value(place, element, field);
            if (!Objects.equals(held == null ? null : Values.normal(element, field, held), present)) {
                return Checked.no(ProposalProblem.PRESENT_VALUE_DIFFERS, "present");
            }
        }
        return new Checked(null, field, new Values(present, proposed, null), compared, agencyId, rule);
    }

    /** Whether the sender itself was shown this element: Kemnaker's positions to BKN, the register to Kemnaker. */
    private boolean isShown(Session session, KnownRecords.Dataset dataset, String element) {
        if (dataset == KnownRecords.Dataset.ASN) {
            return session.annex.open().contains(element);
        }
        var reader = session.caller;
        return gate.decide(
                                new AccessRequest(
                                        reader.party(),
                                        reader.client(),
                                        reader.subject(),
                                        "ASN_GUIDANCE",
                                        null,
                                        Datasets.FUNCTIONAL_POSITION),
                                session.at)
                        instanceof Allowed open
                && gate.elements(open).codes().contains(element);
    }

    private record Placed(UUID id, UUID list, int row, byte[] salt, byte[] proposedHash) {}

    private static final String INSERT = """
            insert into proposal (id, list_id, list_row, proposer, receiver, holder, decider, nip, element, field, history_type,
                history_row, sealed, salt, present_hash, proposed_hash, present_checked, indicator, aid_impact, subject_request,
                agency, purpose, agreement_id, agreement_version, state, effect, submitted_by, submitted_at, opened_at, changed_at,
                due_at, paused_at)
            values (:id, :list, :row, :proposer, :receiver, :holder, :decider, :nip, :element, :field, :historyType,
                :historyRow, :sealed, :salt, :presentHash, :proposedHash, :presentChecked, :indicator, :aidImpact, :subjectRequest,
                :agency, :purpose, :agreementId, :agreementVersion, 'SUBMITTED', 'NONE', :submittedBy, :at, :at, :at,
                :dueAt, :pausedAt)
            on conflict do nothing""";

    private void bind(PreparedBatch insert, Session session, NewProposal item, Checked checked, Placed placed) {
        Instant due = clocks.due(session.at, item.subjectRequest(), item.aidImpact(), session.pauses)
                .orElse(null);
        insert.bind("id", placed.id())
                .bind("list", placed.list())
                .bind("row", placed.list() == null ? null : placed.row())
                .bind("proposer", session.direction.proposer())
                .bind("receiver", session.direction.receiver())
                .bind("holder", checked.rule().holder())
                .bind("decider", checked.rule().decidingParty().orElse(null))
                .bind("nip", item.nip())
                .bind("element", item.element())
                .bind("field", checked.field())
                .bind("historyType", item.historyType())
                .bind("historyRow", item.historyRow())
                .bind("sealed", proposals.seal(placed.id(), checked.values()))
                .bind("salt", placed.salt())
                .bind(
                        "presentHash",
                        Proposals.hash(placed.salt(), checked.values().present()))
                .bind("proposedHash", placed.proposedHash())
                .bind("presentChecked", checked.presentChecked())
                .bind("indicator", item.indicator())
                .bind("aidImpact", item.aidImpact())
                .bind("subjectRequest", item.subjectRequest())
                .bind("agency", checked.agencyId())
                .bind("purpose", session.allowed.purpose())
                .bind("agreementId", session.allowed.policy().agreementId())
                .bind("agreementVersion", session.allowed.policy().version())
                .bind("submittedBy", session.caller.subject())
                .bind("at", Proposals.utc(session.at))
                .bind("dueAt", Proposals.utc(due))
                .bind("pausedAt", due == null ? Proposals.utc(session.at) : null)
                .add();
    }
}
