package id.padan.casn.reading;

import id.padan.casn.code.Dimension;
import id.padan.casn.release.Release;
import id.padan.casn.release.Releases;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Who may read which release, and what is written down of it before it leaves. */
@ApplicationScoped
public class Reading {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    /** Count, positions, suppression, day of data: every release has them. */
    private static final List<String> ALWAYS = List.of("E-01", "E-13", "E-14", "E-15", "E-16");
    /** What a list tells of releases: their years and days of data. */
    private static final List<String> LISTED = List.of("E-01", "E-16");

    private final Jdbi jdbi;
    private final AgreementGate gate;
    private final ProofLog log;
    private final Disclosures disclosures;
    private final Releases releases;

    Reading(Jdbi jdbi, AgreementGate gate, ProofLog log, Disclosures disclosures, Releases releases) {
        this.jdbi = jdbi;
        this.gate = gate;
        this.log = log;
        this.disclosures = disclosures;
        this.releases = releases;
    }

    /** How a caller may read. */
    public sealed interface Right {
        Caller caller();

        /** The holder, who needs no clause. */
        record Own(Caller caller, PolicyRef policy) implements Right {}

        /** The other party, by a clause. */
        record Opened(Caller caller, AccessRequest request, Allowed allowed) implements Right {}
    }

    /** @throws ProblemException as the gate refuses */
    public Right require(Caller caller, String purpose) {
        try {
            return new Right.Own(caller, gate.requireHolder(caller, Datasets.CASN_AGGREGATE));
        } catch (ProblemException refused) {
            if (refused.code() != PlatformProblem.PARTY_MISMATCH) {
                throw refused;
            }
            AccessRequest request = AccessRequest.of(caller, purpose, null, Datasets.CASN_AGGREGATE);
            return new Right.Opened(caller, request, gate.require(request));
        }
    }

    /**
     * A release as the caller may see it.
     *
     * @throws ProblemException NOT_FOUND, also for one that is not out yet; ELEMENT_NOT_OPEN if the annex does not open what it is broken down
     *     by
     */
    public Release get(Right right, String id) {
        Release release = releases.find(uuid(id)).orElseThrow(Reading::notFound);
        return switch (right) {
            case Right.Own own -> release;
            case Right.Opened opened -> {
                if (!release.isPublished()) {
                    throw notFound();
                }
                requireOpen(opened.allowed(), elements(release));
                yield release.outside();
            }
        };
    }

    private void requireOpen(Allowed allowed, List<String> elements) {
        var missing = new TreeSet<>(elements);
        missing.removeAll(gate.elements(allowed).codes());
        if (!missing.isEmpty()) {
            throw ProblemException.of(
                            PlatformProblem.ELEMENT_NOT_OPEN,
                            "The annex in force does not open " + String.join(", ", missing) + " under "
                                    + allowed.clause() + ".",
                            "Lampiran yang berlaku tidak membuka " + String.join(", ", missing) + " menurut "
                                    + allowed.clause() + ".")
                    .with("clause", allowed.clause());
        }
    }

    private static List<String> elements(Release release) {
        var elements = new TreeSet<>(ALWAYS);
        release.breakdown().forEach(dimension -> elements.add(dimension.element()));
        if (release.breakdown().contains(Dimension.TAHAPAN)) {
            // One of the stages is the placement.
            elements.add("E-17");
        }
        return new ArrayList<>(elements);
    }

    /** What is about to leave. */
    private record Leaving(String reference, byte[] commitment, LocalDate dataTo, List<String> elements) {}

    /**
     * Writes down what is about to leave; the gate is asked again at the log's own time.
     *
     * @param what what of the release leaves, as {@code /data?jenisKelamin=F}; empty for how it stands
     */
    public void record(Right right, Release release, String what) {
        String reference = "releases/" + release.id() + what;
        byte[] commitment = release.hash() == null
                ? sha256(standing(release))
                : HexFormat.of().parseHex(release.hash());
        record(right, new Leaving(reference, commitment, release.dataTo(), elements(release)));
    }

    /** The same for a list of releases, which tells no cell. */
    public void record(Right right, List<Release> listed) {
        String told = listed.stream().map(Reading::standing).collect(Collectors.joining("\n"));
        record(right, new Leaving("releases", sha256(told), /* dataTo= */ null, LISTED));
    }

    private static String standing(Release release) {
        return release.id() + " " + release.state() + " " + release.hash();
    }

    private void record(Right right, Leaving leaving) {
        try {
            jdbi.useTransaction(tx -> record(tx, right, leaving));
        } catch (PolicySupersededException newer) {
            throw ProblemException.of(
                            PlatformProblem.UNAVAILABLE,
                            "The agreement has just changed. Ask again.",
                            "Perjanjian baru saja berubah. Coba lagi.")
                    .retryAfter(Duration.ofSeconds(2));
        }
    }

    private void record(Handle tx, Right right, Leaving leaving) {
        var head = log.lock(tx);
        Caller caller = right.caller();
        switch (right) {
            case Right.Own own -> {
                PolicyRef policy = head.latest(own.policy());
                var leaf = Leaf.own(
                                "RELEASE_READ",
                                policy,
                                caller.party(),
                                caller.subject(),
                                leaving.commitment(),
                                leaving.reference())
                        .withOfficer(caller.officer());
                var unused = head.append(policy, List.of(leaf));
            }
            case Right.Opened opened -> {
                Allowed allowed = gate.require(opened.request(), head.at());
                requireOpen(allowed, leaving.elements());
                var leaf = Leaf.opened(
                                ProofLog.newId(),
                                "RELEASE_READ",
                                allowed,
                                caller.party(),
                                caller.subject(),
                                leaving.commitment())
                        .withData(
                                /* mapping= */ null,
                                leaving.dataTo() == null
                                        ? null
                                        : leaving.dataTo().atStartOfDay(JAKARTA).toInstant())
                        .withReference(leaving.reference())
                        .withOfficer(caller.officer());
                long index =
                        head.append(allowed.policy(), List.of(leaf)).getFirst().logIndex();
                disclosures.record(
                        tx,
                        caller.party(),
                        head.at(),
                        List.of(disclosures
                                .opened(
                                        leaf.id(),
                                        "AGGREGATE",
                                        allowed,
                                        Datasets.CASN_AGGREGATE,
                                        Through.of(caller),
                                        /* subjects= */ 0,
                                        new LogRange(index, index),
                                        leaving.reference())
                                .withElements(leaving.elements())));
            }
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    static ProblemException notFound() {
        return ProblemException.of(PlatformProblem.NOT_FOUND, "There is no such release.", "Rilis tersebut tidak ada.");
    }
}
