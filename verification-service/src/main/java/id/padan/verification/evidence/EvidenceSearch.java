package id.padan.verification.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Policy;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.disclosure.Disclosures;
import id.padan.platform.nik.Nik;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import id.padan.proof.CanonicalJson;
import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.evidence.EvidenceView.Agreement;
import id.padan.verification.evidence.EvidenceView.Asked;
import id.padan.verification.evidence.EvidenceView.LeafRef;
import id.padan.verification.projection.StatusIndex;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Answers a DPO's "was this NIK asked about, when, with what answer". The opening is a durable leaf before the first key is unwrapped; it
 * names case, reason and officer, never the NIK.
 *
 * <p>The DPO of the party that asked sees its own lists and checks. The DPO of the register's holder sees all, because each answer was a
 * disclosure by the holder that it owes the person an account of, but not the row: that is the other party's list.
 */
@ApplicationScoped
class EvidenceSearch {
    static final String KIND = "EVIDENCE_OPENED";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Jdbi jdbi;
    private final EvidenceStore store;
    private final EvidenceTokens tokens;
    private final CheckEvidence checks;
    private final ContentKeys contentKeys;
    private final AgreementGate gate;
    private final ProofLog log;
    private final Disclosures disclosures;

    EvidenceSearch(
            Jdbi jdbi,
            EvidenceStore store,
            EvidenceTokens tokens,
            CheckEvidence checks,
            ContentKeys contentKeys,
            AgreementGate gate,
            ProofLog log,
            Disclosures disclosures) {
        this.jdbi = jdbi;
        this.store = store;
        this.tokens = tokens;
        this.checks = checks;
        this.contentKeys = contentKeys;
        this.gate = gate;
        this.log = log;
        this.disclosures = disclosures;
    }

    /** What a DPO wants to know and why; from and to may be null. */
    record Question(Nik nik, String caseReference, String reason, LocalDate from, LocalDate to) {}

    EvidenceView search(Caller caller, Question question) {
        boolean holder = isHolder(caller);
        requireParty(caller);
        var opening = open(caller, question);
        var wanted = tokensOf(question.nik());
        var lists = store.lists(holder ? null : caller.party(), question.from(), question.to());
        var found = new ArrayList<Asked>();
        int gaps = 0;
        for (var list : lists) {
            search(list, wanted, holder && !list.party().equals(caller.party()), found);
            gaps += list.missing();
        }
        for (var day : store.days(question.from(), question.to())) {
            search(day, wanted, holder ? null : caller.party(), found);
        }
        var pending = store.pending().size();
        store.found(
                opening.id(),
                found.size(),
                opening.event() == null ? null : opening.event().with(found.size()));
        return new EvidenceView(
                opening.id(),
                opening.at(),
                new LeafRef(opening.id(), opening.index()),
                found,
                lists.size(),
                pending,
                gaps);
    }

    private boolean isHolder(Caller caller) {
        try {
            gate.requireHolder(caller, Datasets.NIK_CONFIRMATION);
            return true;
        } catch (ProblemException notTheHolder) {
            if (notTheHolder.code() == PlatformProblem.PARTY_MISMATCH) {
                return false;
            }
            throw notTheHolder;
        }
    }

    private void requireParty(Caller caller) {
        if (gate.policies().stream()
                .noneMatch(policy -> policy.party(caller.party()).isPresent())) {
            throw ProblemException.of(
                    PlatformProblem.PARTY_MISMATCH,
                    "Evidence is open to the data protection officers of the parties to the agreement.",
                    "Bukti terbuka bagi pejabat pelindungan data para pihak dalam perjanjian.");
        }
    }

    /** @param event null if the search is for no case of this system */
    private record Opening(UUID id, Instant at, long index, EvidenceOpened event) {}

    private Opening open(Caller caller, Question question) {
        try {
            return jdbi.inTransaction(tx -> {
                var id = ProofLog.newId();
                var head = log.lock(tx);
                var values = new TreeMap<String, String>();
                values.put("actor", caller.subject());
                values.put("at", head.at().toString());
                values.put("case", question.caseReference());
                values.put("id", id.toString());
                values.put("party", caller.party());
                values.put("reason", question.reason());
                var record = CanonicalJson.write(values);
                var policy = policy(caller.party(), head.at());
                var receipt = head.append(policy, List.of(leaf(id, policy, caller, record)))
                        .getFirst();
                var event = EvidenceOpened.isFor(question.caseReference())
                        ? new EvidenceOpened(
                                EvidenceOpened.TYPE,
                                id,
                                "verification",
                                question.caseReference(),
                                caller.party(),
                                caller.subject(),
                                head.at(),
                                null,
                                receipt.logIndex())
                        : null;
                store.opened(tx, id, caller.party(), caller.subject(), record, head.at(), receipt.logIndex(), event);
                // One person's data, whatever is found; who it is stands nowhere.
                disclosures.record(
                        tx,
                        caller.party(),
                        head.at(),
                        List.of(disclosures.accounted(
                                id,
                                "EVIDENCE",
                                policy,
                                Datasets.NIK_CONFIRMATION,
                                Through.of(caller),
                                1,
                                new LogRange(receipt.logIndex(), receipt.logIndex()),
                                "evidence/searches/" + id)));
                return new Opening(id, head.at(), receipt.logIndex(), event);
            });
        } catch (PolicySupersededException newer) {
            throw unavailable();
        }
    }

    private static Leaf leaf(UUID id, PolicyRef policy, Caller caller, String record) {
        return Leaf.own(KIND, policy, caller.party(), caller.subject(), sha256(record), /* reference= */ null)
                .withId(id)
                .withOfficer(caller.officer());
    }

    /** Accountability outlives the term: the version in force, or the last there was. */
    private PolicyRef policy(String party, Instant at) {
        return gate.policies().stream()
                .filter(policy -> policy.party(party).isPresent())
                .findFirst()
                .flatMap(policy -> policy.versionAt(at)
                        .map(Policy.Version::version)
                        .map(version -> new PolicyRef(policy.agreementId(), version)))
                .orElseThrow(EvidenceSearch::unavailable);
    }

    private EvidenceRows.TokenOfEpoch tokensOf(Nik nik) {
        Map<Integer, Long> byEpoch = new HashMap<>();
        tokens.epochs().forEach(epoch -> byEpoch.put(epoch, tokens.token(epoch, nik)));
        return epoch -> byEpoch.getOrDefault(epoch, 0L);
    }

    private void search(
            EvidenceStore.Kept list, EvidenceRows.TokenOfEpoch wanted, boolean withoutRows, List<Asked> found) {
        try {
            var cipher = new EvidenceCipher(contentKeys.unwrapForGood(list.wrappedKey(), list.batch()));
            store.chunks(list.batch(), chunk -> {
                try {
                    var plain = cipher.open(list.batch(), chunk.number(), chunk.sealed());
                    EvidenceRows.find(
                            plain,
                            wanted,
                            (index, said) ->
                                    found.add(asked(list, chunk, withoutRows ? null : chunk.firstRow() + index, said)));
                } catch (GeneralSecurityException altered) {
                    throw new IllegalStateException("evidence of list " + list.batch() + " does not open");
                }
            });
        } catch (UnreadableChunk notOurs) {
            throw new IllegalStateException("the evidence key of list " + list.batch() + " cannot be unwrapped");
        }
    }

    private Asked asked(EvidenceStore.Kept list, EvidenceStore.Chunk chunk, Long row, Said said) {
        var proof = store.findProof(list.batch(), list.attempt(), chunk.number());
        return new Asked(
                list.batch(),
                null,
                list.party(),
                row,
                proof.map(EvidenceStore.Proof::at).orElse(null),
                said.status(),
                said.answer(),
                said.answer() == null ? null : said.answer().statement(),
                list.purpose(),
                list.programme(),
                new Agreement(
                        list.agreement(),
                        proof.map(EvidenceStore.Proof::agreementVersion).orElse(null),
                        list.clause()),
                list.asOf(),
                proof.map(EvidenceStore.Proof::mappingVersion).orElse(null),
                proof.map(EvidenceStore.Proof::dataTime).orElse(null),
                proof.filter(known -> known.leaf() != null)
                        .map(known -> new LeafRef(known.leaf(), known.index()))
                        .orElse(null));
    }

    /** @param party whose checks; null for all */
    private void search(EvidenceStore.Day day, EvidenceRows.TokenOfEpoch wanted, String party, List<Asked> found) {
        store.groups(
                day.day(),
                group -> checks.find(day, group, wanted).stream()
                        .filter(check -> party == null || party.equals(check.party()))
                        .forEach(check -> found.add(asked(check))));
    }

    private Asked asked(CheckEvidence.Found check) {
        var receipt = log.find(check.check());
        var leaf = receipt.map(known -> parse(known.content())).orElse(JSON.createObjectNode());
        return new Asked(
                null,
                check.check(),
                check.party(),
                null,
                receipt.map(known -> known.at()).orElse(null),
                check.said().status(),
                check.said().answer(),
                check.said().answer() == null ? null : check.said().answer().statement(),
                text(leaf, "purpose"),
                text(leaf, "programme"),
                new Agreement(text(leaf, "agreement"), text(leaf, "version"), text(leaf, "clause")),
                text(leaf, "asOf") == null ? null : LocalDate.parse(text(leaf, "asOf")),
                text(leaf, "mappingVersion"),
                text(leaf, "dataTime") == null
                        ? null
                        : Instant.parse(text(leaf, "dataTime"))
                                .atZone(StatusIndex.JAKARTA)
                                .toLocalDate(),
                receipt.map(known -> new LeafRef(known.id(), known.logIndex())).orElse(null));
    }

    private static JsonNode parse(String content) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the log holds a leaf that is no JSON");
        }
    }

    private static String text(JsonNode leaf, String name) {
        return leaf.path(name).asText(null);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ProblemException unavailable() {
        return ProblemException.of(
                        PlatformProblem.UNAVAILABLE,
                        "The opening could not be recorded, so the evidence stays closed. Try again.",
                        "Pembukaan bukti tidak dapat dicatat sehingga bukti tetap tertutup. Coba lagi.")
                .retryAfter(Duration.ofSeconds(2));
    }
}
