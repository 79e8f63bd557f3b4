package id.padan.platform.agreement;

import static id.padan.platform.problem.PlatformProblem.CLAUSE_NOT_OPEN;
import static id.padan.platform.problem.PlatformProblem.ELEMENT_NOT_OPEN;
import static id.padan.platform.problem.PlatformProblem.PARTY_MISMATCH;
import static id.padan.platform.problem.PlatformProblem.POLICY_UNKNOWN;
import static id.padan.platform.problem.PlatformProblem.PROGRAMME_CLIENT;
import static id.padan.platform.problem.PlatformProblem.PROGRAMME_DPIA_MISSING;
import static id.padan.platform.problem.PlatformProblem.PROGRAMME_EXPIRED;
import static id.padan.platform.problem.PlatformProblem.PROGRAMME_MISSING;
import static id.padan.platform.problem.PlatformProblem.PROGRAMME_UNKNOWN;
import static id.padan.platform.problem.PlatformProblem.PURPOSE_MISSING;
import static id.padan.platform.problem.PlatformProblem.PURPOSE_NOT_OPEN;
import static id.padan.platform.problem.PlatformProblem.PURPOSE_UNKNOWN;
import static id.padan.platform.problem.PlatformProblem.SUSPENDED;
import static id.padan.platform.problem.PlatformProblem.TERM_ENDED;
import static id.padan.platform.problem.PlatformProblem.TERM_NOT_STARTED;

import id.padan.platform.agreement.Policy.Clause;
import id.padan.platform.agreement.Policy.Programme;
import id.padan.platform.agreement.Policy.Version;
import id.padan.platform.problem.ProblemCode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The decision over policies, without clock, thread or network. Several agreements may be in force side by side: one that allows is
 * enough; if none does, the refusal of the one that came furthest is told, because it names what is really missing.
 */
final class AccessRules {

    private static final DateTimeFormatter JAKARTA =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'WIB'").withZone(ZoneId.of("Asia/Jakarta"));

    private AccessRules() {}

    /** How far a request came; refusals of later steps say more. */
    private enum Step {
        PARTY,
        TERM,
        CLAUSE,
        PURPOSE,
        PROGRAMME,
        ELEMENT,
        SUSPENSION
    }

    private sealed interface Outcome permits Open, Closed {}

    private record Open(Allowed allowed) implements Outcome {}

    private record Closed(Step step, Refused refused) implements Outcome {}

    static Decision decide(Collection<Policy> policies, AccessRequest request, Instant at) {
        Collection<Policy> ordered = policies.size() == 1
                ? policies
                : policies.stream()
                        .sorted(Comparator.comparing(Policy::agreementId))
                        .toList();
        Closed furthest = null;
        for (Policy policy : ordered) {
            switch (decide(policy, request, at)) {
                case Open(Allowed allowed) -> {
                    return allowed;
                }
                case Closed closed -> {
                    if (furthest == null || closed.step().compareTo(furthest.step()) > 0) {
                        furthest = closed;
                    }
                }
            }
        }
        return furthest == null ? unknown(request.dataset()) : furthest.refused();
    }

    static Refused unknown(String dataset) {
        return new Refused(
                POLICY_UNKNOWN,
                Datasets.clauseOf(dataset),
                "No agreement has been heard from agreement-service yet, so everything is closed.",
                "Belum ada perjanjian yang diterima dari agreement-service, sehingga semua akses tertutup.");
    }

    private static Outcome decide(Policy policy, AccessRequest request, Instant at) {
        if (policy.party(request.party()).isEmpty()) {
            return closed(
                    Step.PARTY,
                    PARTY_MISMATCH,
                    clauseNeeded(policy, request),
                    "The token's party is not a party to an agreement that opens this data.",
                    "Pihak pada token bukan pihak dalam perjanjian yang membuka data ini.");
        }
        Optional<Version> inForce = policy.versionAt(at);
        if (inForce.isEmpty()) {
            String from = policy.versions().isEmpty()
                    ? "-"
                    : JAKARTA.format(policy.versions().getFirst().effectiveFrom());
            return notStarted(policy, request, from);
        }
        Version version = inForce.get();
        if (at.isBefore(version.term().from())) {
            return notStarted(policy, request, JAKARTA.format(version.term().from()));
        }
        if (!at.isBefore(version.term().until())) {
            String until = JAKARTA.format(version.term().until());
            return closed(
                    Step.TERM,
                    TERM_ENDED,
                    clauseNeeded(policy, request),
                    "The agreement ended at " + until + " (Ps 6(1)); an extension has to be in force.",
                    "Perjanjian berakhir pada " + until + " (Ps 6(1)); perpanjangan harus sudah berlaku.");
        }
        return decide(policy, version, request, at);
    }

    private static Outcome decide(Policy policy, Version version, AccessRequest request, Instant at) {
        if (request.purpose() == null || request.purpose().isBlank()) {
            String purposes = String.join(", ", version.purposes());
            return closed(
                    Step.CLAUSE,
                    PURPOSE_MISSING,
                    clauseNeeded(policy, request),
                    "Name a purpose of Ps 2: " + purposes + ".",
                    "Sebutkan tujuan menurut Ps 2: " + purposes + ".");
        }
        if (!version.purposes().contains(request.purpose())) {
            String purposes = String.join(", ", version.purposes());
            return closed(
                    Step.CLAUSE,
                    PURPOSE_UNKNOWN,
                    clauseNeeded(policy, request),
                    "The purposes of Ps 2 are: " + purposes + ".",
                    "Tujuan menurut Ps 2 adalah: " + purposes + ".");
        }
        if (version.datasets().stream().noneMatch(dataset -> dataset.id().equals(request.dataset()))) {
            return notOpen(clauseNeeded(policy, request));
        }
        List<Clause> granting = version.clauses().stream()
                .filter(clause -> clause.grantee().equals(request.party())
                        && clause.datasets().contains(request.dataset())
                        && Policy.isOpen(clause.from(), clause.until(), at))
                .toList();
        if (granting.isEmpty()) {
            return notOpen(clauseNeeded(policy, request));
        }
        Closed furthest = null;
        for (Clause clause : granting) {
            switch (decide(policy, version, clause, request, at)) {
                case Open open -> {
                    return open;
                }
                case Closed closed -> {
                    if (furthest == null || closed.step().compareTo(furthest.step()) > 0) {
                        furthest = closed;
                    }
                }
            }
        }
        return furthest;
    }

    private static Outcome decide(Policy policy, Version version, Clause clause, AccessRequest request, Instant at) {
        if (!clause.purposes().contains(request.purpose())) {
            String purposes = String.join(", ", clause.purposes());
            return closed(
                    Step.PURPOSE,
                    PURPOSE_NOT_OPEN,
                    clause.id(),
                    clause.id() + " opens this data for " + purposes + " only.",
                    clause.id() + " membuka data ini hanya untuk " + purposes + ".");
        }
        if (request.programme() != null || clause.needsProgramme()) {
            Closed refused = programme(version, clause, request, at);
            if (refused != null) {
                return refused;
            }
        }
        // Asked with every check, so no sets of all that is open are made.
        Set<String> missing = new TreeSet<>(Datasets.essentialElements(request.dataset()));
        boolean anyOpen = false;
        for (Policy.Element element : version.elements()) {
            if (element.isOpen(clause.id(), request.purpose())) {
                anyOpen = true;
                missing.remove(element.code());
            }
        }
        if (!anyOpen || !missing.isEmpty()) {
            String codes = missing.isEmpty() ? "" : " (" + String.join(", ", missing) + ")";
            return closed(
                    Step.ELEMENT,
                    ELEMENT_NOT_OPEN,
                    clause.id(),
                    "The annex in force opens no such element" + codes + " under " + clause.id() + ".",
                    "Lampiran yang berlaku tidak membuka elemen tersebut" + codes + " menurut " + clause.id() + ".");
        }
        if (policy.suspensions().stream().anyMatch(suspension -> suspension.closes(request, at))) {
            return closed(
                    Step.SUSPENSION,
                    SUSPENDED,
                    clause.id(),
                    "Access under " + clause.id() + " is suspended; ask the holder of the data.",
                    "Akses menurut " + clause.id() + " sedang ditangguhkan; hubungi pemegang data.");
        }
        return new Open(new Allowed(
                new PolicyRef(policy.agreementId(), version.version()),
                clause.id(),
                request.purpose(),
                request.programme()));
    }

    private static Closed programme(Version version, Clause clause, AccessRequest request, Instant at) {
        if (request.programme() == null || request.programme().isBlank()) {
            return closed(
                    Step.PROGRAMME,
                    PROGRAMME_MISSING,
                    clause.id(),
                    "Name the aid programme that the candidates belong to.",
                    "Sebutkan program bantuan yang diikuti para calon penerima.");
        }
        List<Programme> named = version.programmes().stream()
                .filter(programme -> programme.code().equals(request.programme())
                        && programme.clause().equals(clause.id())
                        && programme.purpose().equals(request.purpose()))
                .toList();
        List<Programme> admitted = named.stream()
                .filter(programme -> programme.admits(request.client()))
                .toList();
        if (named.isEmpty()) {
            return closed(
                    Step.PROGRAMME,
                    PROGRAMME_UNKNOWN,
                    clause.id(),
                    "The programme is not registered under " + clause.id() + " for this purpose.",
                    "Program tidak terdaftar menurut " + clause.id() + " untuk tujuan ini.");
        }
        if (admitted.isEmpty()) {
            return closed(
                    Step.PROGRAMME,
                    PROGRAMME_CLIENT,
                    clause.id(),
                    "The programme is registered under " + clause.id() + " for other clients than this one.",
                    "Program terdaftar menurut " + clause.id() + " untuk klien lain.");
        }
        List<Programme> open = admitted.stream()
                .filter(programme -> Policy.isOpen(programme.from(), programme.until(), at))
                .toList();
        if (open.isEmpty()) {
            Programme programme = admitted.getLast();
            String from = JAKARTA.format(programme.from());
            String until = programme.until() == null ? null : JAKARTA.format(programme.until());
            return closed(
                    Step.PROGRAMME,
                    PROGRAMME_EXPIRED,
                    clause.id(),
                    "The programme may be used from " + from + (until == null ? "." : " until before " + until + "."),
                    "Program dapat dipakai sejak " + from + (until == null ? "." : " sampai sebelum " + until + "."));
        }
        if (open.stream().noneMatch(Programme::isAssessed)) {
            return closed(
                    Step.PROGRAMME,
                    PROGRAMME_DPIA_MISSING,
                    clause.id(),
                    "Matching whole lists needs an impact assessment first (UU 27/2022 Ps 34); register its document.",
                    "Pencocokan daftar memerlukan penilaian dampak lebih dahulu (UU 27/2022 Ps 34); daftarkan dokumennya.");
        }
        return null;
    }

    private static Closed notStarted(Policy policy, AccessRequest request, String from) {
        return closed(
                Step.TERM,
                TERM_NOT_STARTED,
                clauseNeeded(policy, request),
                "The agreement is in force from " + from + " on.",
                "Perjanjian berlaku mulai " + from + ".");
    }

    private static Closed notOpen(String needed) {
        String clause = needed == null ? "" : " (" + needed + ")";
        return closed(
                Step.CLAUSE,
                CLAUSE_NOT_OPEN,
                needed,
                "No clause in force" + clause + " opens this data to the token's party.",
                "Tidak ada ketentuan berlaku" + clause + " yang membuka data ini bagi pihak pada token.");
    }

    /** The clause of any version that opens the dataset, to this party if there is one. */
    private static String clauseNeeded(Policy policy, AccessRequest request) {
        List<Clause> naming = new ArrayList<>();
        for (Version version : policy.versions().reversed()) {
            for (Clause clause : version.clauses()) {
                if (clause.datasets().contains(request.dataset())) {
                    naming.add(clause);
                }
            }
        }
        return naming.stream()
                .filter(clause -> clause.grantee().equals(request.party()))
                .findFirst()
                .or(() -> naming.stream().findFirst())
                .map(Clause::id)
                .orElse(Datasets.clauseOf(request.dataset()));
    }

    private static Closed closed(Step step, ProblemCode code, String clause, String en, String id) {
        return new Closed(step, new Refused(code, clause, en, id));
    }
}
