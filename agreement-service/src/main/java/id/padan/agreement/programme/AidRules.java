package id.padan.agreement.programme;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.acting.Act;
import id.padan.agreement.acting.AgreementProblem;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.version.Revisions;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The tables of rules of the party that runs a programme, version by version, and the human decisions under them. */
@ApplicationScoped
class AidRules {

    private static final TypeReference<List<AidRule>> RULES = new TypeReference<>() {};
    private static final Pattern REFERENCE = Pattern.compile(
            "batches/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/rows/[1-9][0-9]{0,9}|receipts/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Jdbi jdbi;
    private final Revisions revisions;
    private final ProgrammeStore programmes;
    private final RecordingActs acts;
    private final ObjectMapper json;

    AidRules(Jdbi jdbi, Revisions revisions, ProgrammeStore programmes, RecordingActs acts, ObjectMapper json) {
        this.jdbi = jdbi;
        this.revisions = revisions;
        this.programmes = programmes;
        this.acts = acts;
        this.json = json;
    }

    record Table(String programme, int version, List<AidRule> rules, String setBy, Instant setAt) {

        AidRule rule(AidRule.Answer answer) {
            return rules.stream()
                    .filter(rule -> rule.answer() == answer)
                    .findFirst()
                    .orElseThrow();
        }
    }

    enum Verdict {
        REFUSE,
        GRANT
    }

    /**
     * @param reference the row or receipt of the answer, never a person
     * @param outcome of the rule at that time
     */
    record Decision(
            UUID id,
            String programme,
            String reference,
            AidRule.Answer answer,
            int ruleVersion,
            AidRule.Outcome outcome,
            Verdict decision,
            String reason,
            String decidedBy,
            Instant decidedAt,
            UUID leaf) {}

    Table set(Caller caller, String agreementId, String programme, List<AidRule> rules) {
        requireWhole(rules);
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            requireOwn(tx, caller, agreement, programme);
            int version = find(tx, caller.party(), agreementId, programme)
                    .map(before -> before.version() + 1)
                    .orElse(1);
            tx.createUpdate("""
                            insert into aid_rules (agreement_id, programme, version, party, rules, set_by, set_at)
                            values (:agreement, :programme, :version, :party, cast(:rules as jsonb), :by, :at)
                            """)
                    .bind("agreement", agreementId)
                    .bind("programme", programme)
                    .bind("version", version)
                    .bind("party", caller.party())
                    .bind("rules", write(rules))
                    .bind("by", caller.subject())
                    .bind("at", agreement.now())
                    .execute();
            var said = new TreeMap<String, String>();
            said.put("programme", programme);
            said.put("rules", write(rules));
            said.put("version", Integer.toString(version));
            // How a party decides on aid is its own affair: nobody else is told.
            var unused = acts.record(
                    tx,
                    act("AID_RULES_SET", caller, agreement, "programmes/" + programme + "/rules/" + version, said),
                    agreement.now());
            return find(tx, caller.party(), agreementId, programme).orElseThrow();
        });
    }

    Table get(Caller caller, String agreementId, String programme) {
        return jdbi.withHandle(handle -> find(handle, caller.party(), agreementId, programme))
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND,
                        "Your party has set no rules for this programme; every answer is TINJAU.",
                        "Pihak Anda belum menetapkan aturan program ini; setiap jawaban TINJAU."));
    }

    Decision decide(
            Caller caller,
            String agreementId,
            String programme,
            String reference,
            AidRule.Answer answer,
            Verdict verdict,
            String reason) {
        String why = Words.require("reason", reason, 10, 500);
        if (reference == null || !REFERENCE.matcher(reference).matches()) {
            throw Words.invalid(
                    "reference",
                    "reference is batches/<id>/rows/<row> or receipts/<id>; never a NIK.",
                    "reference berbentuk batches/<id>/rows/<baris> atau receipts/<id>; bukan NIK.");
        }
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            requireOwn(tx, caller, agreement, programme);
            Table table = find(tx, caller.party(), agreementId, programme)
                    .orElseThrow(() -> ProblemException.of(
                            AgreementProblem.RULE_MISSING,
                            "Set the programme's rules first.",
                            "Tetapkan aturan program lebih dahulu."));
            AidRule rule = table.rule(answer);
            if (verdict == Verdict.REFUSE && rule.outcome() == AidRule.Outcome.LAYAK) {
                throw ProblemException.of(
                        AgreementProblem.RULE_CONTRADICTS,
                        "The rules call this answer LAYAK; change the rules before refusing.",
                        "Aturan menyatakan jawaban ini LAYAK; ubah aturan sebelum menolak.");
            }
            UUID id = UUID.randomUUID();
            var said = new TreeMap<String, String>();
            said.put("answer", answer.name());
            said.put("decision", verdict.name());
            said.put("outcome", rule.outcome().name());
            said.put("programme", programme);
            said.put("reason", why);
            said.put("reference", reference);
            said.put("ruleVersion", Integer.toString(table.version()));
            UUID leaf = acts.record(
                    tx,
                    act("AID_DECISION", caller, agreement, "programmes/" + programme + "/decisions/" + id, said),
                    agreement.now());
            Decision decision = new Decision(
                    id,
                    programme,
                    reference,
                    answer,
                    table.version(),
                    rule.outcome(),
                    verdict,
                    why,
                    caller.subject(),
                    agreement.now(),
                    leaf);
            insert(tx, caller.party(), agreementId, decision);
            return decision;
        });
    }

    List<Decision> list(Caller caller, String agreementId, String programme, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from aid_decision
                        where agreement_id = :agreement and programme = :programme and party = :party
                        order by decided_at desc, id limit :limit
                        """)
                .bind("agreement", agreementId)
                .bind("programme", programme)
                .bind("party", caller.party())
                .bind("limit", limit)
                .map((row, context) -> new Decision(
                        row.getObject("id", UUID.class),
                        row.getString("programme"),
                        row.getString("reference"),
                        AidRule.Answer.valueOf(row.getString("answer")),
                        row.getInt("rule_version"),
                        AidRule.Outcome.valueOf(row.getString("outcome")),
                        Verdict.valueOf(row.getString("decision")),
                        row.getString("reason"),
                        row.getString("decided_by"),
                        row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                        row.getObject("leaf", UUID.class)))
                .list());
    }

    private static void insert(Handle tx, String party, String agreementId, Decision decision) {
        tx.createUpdate("""
                        insert into aid_decision (id, agreement_id, programme, party, reference, answer, rule_version,
                                                  outcome, decision, reason, decided_by, decided_at, leaf)
                        values (:id, :agreement, :programme, :party, :reference, :answer, :version, :outcome, :decision,
                                :reason, :by, :at, :leaf)
                        """)
                .bind("id", decision.id())
                .bind("agreement", agreementId)
                .bind("programme", decision.programme())
                .bind("party", party)
                .bind("reference", decision.reference())
                .bind("answer", decision.answer().name())
                .bind("version", decision.ruleVersion())
                .bind("outcome", decision.outcome().name())
                .bind("decision", decision.decision().name())
                .bind("reason", decision.reason())
                .bind("by", decision.decidedBy())
                .bind("at", decision.decidedAt())
                .bind("leaf", decision.leaf())
                .execute();
    }

    private static Act act(
            String kind, Caller caller, Revisions.Locked agreement, String reference, TreeMap<String, String> said) {
        return new Act(
                kind, agreement.policy(), caller.party(), caller.subject(), reference, said, List.of(caller.party()));
    }

    /** Only the party to which the programme's clause gives the right decides on its aid. */
    private void requireOwn(Handle tx, Caller caller, Revisions.Locked agreement, String code) {
        boolean named = agreement.shown().file().programmes().stream()
                .filter(programme -> programme.code().equals(code))
                .anyMatch(programme -> agreement.shown().file().clauses().stream()
                        .anyMatch(clause -> clause.id().equals(programme.clause())
                                && clause.grantee().equals(caller.party())));
        boolean registered = programmes
                .find(tx, agreement.agreementId(), code)
                .filter(programme -> programme.party().equals(caller.party()))
                .isPresent();
        if (!named && !registered) {
            throw Registering.notFound();
        }
    }

    private static void requireWhole(List<AidRule> rules) {
        Set<AidRule.Answer> named = rules == null
                ? Set.of()
                : rules.stream()
                        .filter(rule -> rule != null && rule.answer() != null && rule.outcome() != null)
                        .map(AidRule::answer)
                        .collect(Collectors.toSet());
        if (rules == null || rules.size() != 4 || !named.equals(EnumSet.allOf(AidRule.Answer.class))) {
            throw Words.invalid(
                    "rules",
                    "Say for each of ACTIVE, INACTIVE, RETIRED and NOT_FOUND once: LAYAK, TIDAK_LAYAK or TINJAU.",
                    "Tetapkan sekali untuk setiap ACTIVE, INACTIVE, RETIRED, dan NOT_FOUND: LAYAK, TIDAK_LAYAK, atau TINJAU.");
        }
        rules.forEach(rule -> Words.require("rules/basis", rule.basis(), 3, 300));
    }

    private Optional<Table> find(Handle handle, String party, String agreementId, String programme) {
        return handle.createQuery("""
                        select programme, version, rules::text as rules, set_by, set_at from aid_rules
                        where agreement_id = :agreement and programme = :programme and party = :party
                        order by version desc limit 1
                        """)
                .bind("agreement", agreementId)
                .bind("programme", programme)
                .bind("party", party)
                .map((row, context) -> new Table(
                        row.getString("programme"),
                        row.getInt("version"),
                        read(row.getString("rules")),
                        row.getString("set_by"),
                        row.getObject("set_at", OffsetDateTime.class).toInstant()))
                .findOne();
    }

    private String write(List<AidRule> rules) {
        try {
            return json.writeValueAsString(rules);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rules cannot be written as JSON", e);
        }
    }

    private List<AidRule> read(String text) {
        try {
            return json.readValue(text, RULES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored rules cannot be read any more", e);
        }
    }
}
