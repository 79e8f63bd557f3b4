package id.padan.directory.position;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.position.Positions.Stored;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.disclosure.Disclosures;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Gives records out: to the holder whole, to the other party the members of the elements that the annex in force opens for the purpose, and
 * of records in scope only. The decision is made under the log's head, so an element that an addendum has dropped is gone from the very
 * next page; leaf and report are durable before anything leaves.
 */
@ApplicationScoped
class PositionReading {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The members of each element of annex 10.C. What stands in none of them never leaves. */
    static final Map<String, List<String>> MEMBERS = elements();

    private static Map<String, List<String>> elements() {
        var elements = new LinkedHashMap<String, List<String>>();
        elements.put("C-01", List.of("nip", "nama", "jenisAsn"));
        elements.put("C-02", List.of("jabatanFungsionalId", "kelompokId", "jenjang", "tmtJenjang"));
        elements.put("C-03", List.of("instansiId", "unorId", "wilayahKerja"));
        elements.put("C-04", List.of("jenisPengangkatan"));
        elements.put("C-05", List.of("nomorRekomendasi", "tanggalRekomendasi", "berlakuSampai"));
        elements.put("C-06", List.of("ujiKompetensi"));
        elements.put("C-07", List.of("pelatihanFungsional"));
        elements.put("C-08", List.of("angkaKredit"));
        elements.put("C-09", List.of("statusPelaksanaanTugas", "alasanStatus", "noSkStatus", "tmtStatus"));
        elements.put("C-10", List.of("penugasanKhusus"));
        elements.put("C-11", List.of("formasi"));
        elements.put("C-12", List.of("diperbaruiPada", "versi"));
        return elements;
    }

    /** Who reads, and by what right. */
    sealed interface Reader {
        Caller caller();

        /** Codes of the annex that were open when it asked. */
        Set<String> open();

        /** The holder's own look. */
        record Holder(Caller caller, PolicyRef policy) implements Reader {
            @Override
            public Set<String> open() {
                return MEMBERS.keySet();
            }
        }

        /** The other party's, under a clause. */
        record Grantee(Caller caller, AccessRequest request, Set<String> open) implements Reader {}
    }

    /**
     * Under what an answer is given.
     *
     * @param open codes of the annex that are open
     * @param clause null for the holder, as purpose
     * @param salt opens the leaf's commitment, HMAC-SHA-256 under it over number and version of each record
     */
    record Ground(Set<String> open, PolicyRef policy, String clause, String purpose, UUID leaf, String salt) {
        /** Writes it into an answer. */
        ObjectNode into(ObjectNode answer) {
            var agreement = answer.putObject("agreement")
                    .put("id", policy.agreementId())
                    .put("version", policy.version());
            if (clause != null) {
                agreement.put("clause", clause).put("purpose", purpose);
            }
            return answer.put("leaf", leaf.toString()).put("salt", salt);
        }
    }

    /** How a body is made of records, once it is known what of them is open. */
    interface Body<T> {
        T of(Function<Stored, ObjectNode> shown, Ground ground);
    }

    private final Jdbi register;
    private final Positions positions;
    private final AgreementGate gate;
    private final ProofLog log;
    private final Disclosures disclosures;
    private final ObjectMapper json;

    PositionReading(
            Jdbi register,
            Positions positions,
            AgreementGate gate,
            ProofLog log,
            Disclosures disclosures,
            ObjectMapper json) {
        this.register = register;
        this.positions = positions;
        this.gate = gate;
        this.log = log;
        this.disclosures = disclosures;
        this.json = json;
    }

    /**
     * @param purpose one of Ps 2, for the other party; the holder needs none
     * @throws ProblemException what the gate says, with the clause that would be needed
     */
    Reader reader(Caller caller, String purpose) {
        var holder = gate.findHolder(caller, Datasets.FUNCTIONAL_POSITION);
        if (holder.isPresent()) {
            return new Reader.Holder(caller, holder.get());
        }
        var request = AccessRequest.of(caller, purpose, null, Datasets.FUNCTIONAL_POSITION);
        return new Reader.Grantee(
                caller, request, gate.elements(gate.require(request)).codes());
    }

    /** The holder's right to write. */
    OwnersDecision owner(Caller caller) {
        return OwnersDecision.of(caller, gate.requireHolder(caller, Datasets.FUNCTIONAL_POSITION));
    }

    /**
     * To find by an element is to learn it, and a figure tells what it is computed of.
     *
     * @throws ProblemException ELEMENT_NOT_OPEN
     */
    static void requireOpen(Set<String> open, String code) {
        if (!open.contains(code)) {
            throw ProblemException.of(
                            PlatformProblem.ELEMENT_NOT_OPEN,
                            "The annex in force does not open the element that this needs (" + code + ").",
                            "Lampiran yang berlaku tidak membuka elemen yang diperlukan (" + code + ").")
                    .with("clause", "Ps 4(1)a");
        }
    }

    /** Whether the reader may see what is out of scope. */
    static boolean seesAll(Reader reader) {
        return reader instanceof Reader.Holder;
    }

    /**
     * Makes an answer of records; it may leave when this returns.
     *
     * @param what the thing as the API names it, never a person; null for a single record
     */
    <T> T give(Reader reader, String what, List<Stored> records, Body<T> body) {
        Ground ground = tell(reader, what, records, (tx, decided) -> {});
        Set<String> members = members(ground.open());
        return body.of(stored -> seesAll(reader) ? whole(stored) : whole(stored).retain(members), ground);
    }

    /**
     * Decides and writes down what is about to leave.
     *
     * @param leaves what leaves in the transaction of its leaf, if it is an event
     */
    Ground tell(Reader reader, String what, List<Stored> records, BiConsumer<Handle, Ground> leaves) {
        var leaf = ProofLog.newId();
        byte[] salt = new byte[32];
        RANDOM.nextBytes(salt);
        // First: a leaf whose subjects nobody can name would be worthless, a note without a leaf is only superfluous.
        positions
                .jdbi()
                .useTransaction(
                        tx -> positions.disclosed(tx, leaf, reader.caller().party(), records, salt));
        try {
            return register.inTransaction(tx -> {
                Ground ground = decide(tx, reader, leaf, salt, records, what);
                leaves.accept(tx, ground);
                return ground;
            });
        } catch (PolicySupersededException unheard) {
            throw ProblemException.of(
                            PlatformProblem.UNAVAILABLE,
                            "The agreement is changing at this moment, so nothing is given. Try again.",
                            "Perjanjian sedang berubah saat ini sehingga tidak ada yang diberikan. Coba lagi.")
                    .retryAfter(Duration.ofSeconds(2));
        }
    }

    /** What is open at the moment of the leaf, with the leaf and its report. */
    private Ground decide(Handle tx, Reader reader, UUID id, byte[] salt, List<Stored> records, String what) {
        Caller caller = reader.caller();
        byte[] commitment = commitment(salt, records);
        int subjects = records.size();
        // Last: while the log's head is held, every other answer of the service waits.
        var head = log.lock(tx);
        return switch (reader) {
            case Reader.Holder(var own, var heard) -> {
                PolicyRef policy = head.latest(heard);
                long index = head.append(policy, List.of(leaf(id, policy, null, null, caller, commitment, what)))
                        .getFirst()
                        .logIndex();
                disclosures.record(
                        tx,
                        caller.party(),
                        head.at(),
                        List.of(Disclosures.own(
                                id,
                                "RECORD",
                                policy,
                                Datasets.FUNCTIONAL_POSITION,
                                caller.party(),
                                Through.of(caller),
                                subjects,
                                new LogRange(index, index))));
                yield new Ground(
                        MEMBERS.keySet(), policy, null, null, id, HexFormat.of().formatHex(salt));
            }
            case Reader.Grantee(var asking, var request, var heard) -> {
                Allowed allowed = gate.require(request, head.at());
                long index = head.append(
                                allowed.policy(),
                                List.of(leaf(
                                        id,
                                        allowed.policy(),
                                        allowed.clause(),
                                        allowed.purpose(),
                                        caller,
                                        commitment,
                                        what)))
                        .getFirst()
                        .logIndex();
                disclosures.record(
                        tx,
                        caller.party(),
                        head.at(),
                        List.of(disclosures.opened(
                                id,
                                "RECORD",
                                allowed,
                                Datasets.FUNCTIONAL_POSITION,
                                Through.of(caller),
                                subjects,
                                new LogRange(index, index),
                                what)));
                yield new Ground(
                        gate.elements(allowed).codes(),
                        allowed.policy(),
                        allowed.clause(),
                        allowed.purpose(),
                        id,
                        HexFormat.of().formatHex(salt));
            }
        };
    }

    private static Leaf leaf(
            UUID id, PolicyRef policy, String clause, String purpose, Caller caller, byte[] commitment, String what) {
        return Leaf.opened(
                        id,
                        "POSITION_READ",
                        new Allowed(policy, clause, purpose, null),
                        caller.party(),
                        caller.subject(),
                        commitment)
                .withReference(what)
                .withOfficer(caller.officer());
    }

    static Set<String> members(Set<String> open) {
        var members = new HashSet<String>();
        MEMBERS.forEach((code, names) -> {
            if (open.contains(code)) {
                members.addAll(names);
            }
        });
        return members;
    }

    ObjectNode whole(Stored stored) {
        try {
            var record = (ObjectNode) json.readTree(stored.record());
            record.put("versi", stored.version());
            record.put("diperbaruiPada", stored.changedAt().toString());
            return record;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored record is no JSON");
        }
    }

    /** The same record with other elements is another answer: what a cache holds must not outlive an addendum. */
    static String etag(long version, Set<String> open) {
        var codes = new ArrayList<>(open);
        codes.sort(null);
        return version + "-" + Integer.toHexString(String.join(",", codes).hashCode());
    }

    private static byte[] commitment(byte[] salt, List<Stored> records) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal(records.stream()
                    .map(record -> record.no() + ":" + record.version())
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
