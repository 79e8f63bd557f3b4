package id.padan.platform.agreement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import id.padan.platform.caller.Caller;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One agreement as agreement.policy.v1 carries it: every version in force and to come, so that a change opens or closes by the clock at
 * its own moment and needs no event then. Missing lists count as empty, and empty opens nothing.
 *
 * @param type always {@value #TYPE}
 * @param agreementId key of the event
 * @param revision rises with every change that agreement-service stores; an older one never replaces a newer one
 * @param numbers the parties' numbers of the document
 * @param signed day of signing
 * @param publishedAt when agreement-service stored this state
 * @param parties parties to the agreement
 * @param versions in order of {@code effectiveFrom}
 * @param suspensions what is closed although a clause opens it
 * @param holds legal holds: what a party may not destroy meanwhile
 */
public record Policy(
        @JsonProperty("type") String type,
        String agreementId,
        long revision,
        List<String> numbers,
        LocalDate signed,
        Instant publishedAt,
        List<Party> parties,
        List<Version> versions,
        List<Suspension> suspensions,
        List<Hold> holds) {

    public static final String TYPE = "agreement.policy";

    public Policy {
        need(agreementId, "agreementId");
        numbers = copy(numbers);
        parties = copy(parties);
        versions = copy(versions).stream()
                .sorted(Comparator.comparing(Version::effectiveFrom))
                .toList();
        suspensions = copy(suspensions);
        holds = copy(holds);
        type = TYPE;
    }

    /** A policy under which nothing is on legal hold. */
    public Policy(
            String type,
            String agreementId,
            long revision,
            List<String> numbers,
            LocalDate signed,
            Instant publishedAt,
            List<Party> parties,
            List<Version> versions,
            List<Suspension> suspensions) {
        this(type, agreementId, revision, numbers, signed, publishedAt, parties, versions, suspensions, List.of());
    }

    /** A copy with other versions. */
    public Policy withVersions(List<Version> others) {
        return new Policy(
                type, agreementId, revision, numbers, signed, publishedAt, parties, others, suspensions, holds);
    }

    /** A copy with other suspensions. */
    public Policy withSuspensions(List<Suspension> others) {
        return new Policy(type, agreementId, revision, numbers, signed, publishedAt, parties, versions, others, holds);
    }

    /** A copy with other legal holds. */
    public Policy withHolds(List<Hold> others) {
        return new Policy(
                type, agreementId, revision, numbers, signed, publishedAt, parties, versions, suspensions, others);
    }

    /** The version in force at that instant: the one that became effective last. */
    public Optional<Version> versionAt(Instant at) {
        Version found = null;
        for (Version version : versions) {
            if (!version.effectiveFrom().isAfter(at)) {
                found = version;
            }
        }
        return Optional.ofNullable(found);
    }

    public Optional<Party> party(String id) {
        return parties.stream().filter(party -> party.id().equals(id)).findFirst();
    }

    /**
     * @param id as in the token's claim {@code party}
     * @param role {@code PIHAK KESATU}, {@code PIHAK KEDUA}, ...
     */
    public record Party(String id, String role, String name) {
        public Party {
            need(id, "parties/id");
        }
    }

    /** What the agreement says from {@code effectiveFrom} until a later version takes its place. */
    public record Version(
            String version,
            Instant effectiveFrom,
            Term term,
            List<String> purposes,
            List<Dataset> datasets,
            List<Clause> clauses,
            List<Element> elements,
            List<Programme> programmes) {
        public Version {
            need(version, "versions/version");
            need(effectiveFrom, "versions/effectiveFrom");
            need(term, "versions/term");
            purposes = copy(purposes);
            datasets = copy(datasets);
            clauses = copy(clauses);
            elements = copy(elements);
            programmes = copy(programmes);
        }

        /** A copy with other programmes. */
        public Version withProgrammes(List<Programme> others) {
            return new Version(version, effectiveFrom, term, purposes, datasets, clauses, elements, others);
        }
    }

    /** Access is open from {@code from} and closed from {@code until} on. */
    public record Term(Instant from, Instant until) {
        public Term {
            need(from, "term/from");
            need(until, "term/until");
        }
    }

    /**
     * @param holder the party that holds the data, or {@value #BOTH} when each party holds its own
     */
    public record Dataset(String id, String holder) {

        public static final String BOTH = "both";

        public Dataset {
            need(id, "datasets/id");
            need(holder, "datasets/holder");
        }
    }

    /**
     * One clause that opens datasets to a party for purposes.
     *
     * @param programmeRequired whether a programme has to be named; absent means it has to
     * @param from open from here, null from the term's start
     * @param until closed from here on, null until the term's end
     */
    public record Clause(
            String id,
            String grantee,
            List<String> datasets,
            List<String> purposes,
            @JsonInclude(JsonInclude.Include.NON_NULL) Boolean programmeRequired,
            Instant from,
            Instant until) {
        public Clause {
            need(id, "clauses/id");
            need(grantee, "clauses/grantee");
            datasets = copy(datasets);
            purposes = copy(purposes);
        }

        boolean needsProgramme() {
            return programmeRequired == null || programmeRequired;
        }
    }

    /**
     * One data element of the annex.
     *
     * @param elementClass U general, P official, R reference, G aggregate, X excluded, I internal; X and I are never disclosed
     * @param clause clause that opens it, null for X and I
     */
    public record Element(
            String code,
            String name,
            @JsonProperty("class") String elementClass,
            String clause,
            List<String> purposes) {
        public Element {
            need(code, "elements/code");
            need(elementClass, "elements/class");
            purposes = copy(purposes);
        }

        public boolean isDisclosable() {
            return clause != null && !"X".equals(elementClass) && !"I".equals(elementClass);
        }

        public boolean isOpen(String underClause, String purpose) {
            return clause != null && clause.equals(underClause) && purposes.contains(purpose) && isDisclosable();
        }
    }

    /**
     * A government-aid programme for which candidates may be checked.
     *
     * @param cutOffDates days on which candidates must (not) have been ASN
     * @param from may be used from here; until, null for open end
     * @param clients OIDC clients that may use it, {@value #ANY_CLIENT} for any client of the grantee; empty means none
     * @param quotaRowsPerDay rows that one party may ask in a day of Asia/Jakarta; null where the agreement says nothing
     * @param asnShareLimit share of a list's rows (0 to 1) that may be ASN before an approver must look; null: nothing said
     * @param retentionDays days after completion that rows and results are kept; null: nothing said
     * @param standingDays days after completion that an answer's later change is told; null: not opted in
     * @param stage of a programme that runs in several, such as {@code Tahap II}; null if it has none
     * @param dpiaSha256 of the data protection impact assessment, hex (UU 27/2022 Ps 34); without one the programme stays closed
     * @param approver who approved it at the party that runs it; null if the agreement itself names the programme
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Programme(
            String code,
            String name,
            String clause,
            String purpose,
            String legalBasis,
            List<LocalDate> cutOffDates,
            Instant from,
            @JsonInclude(JsonInclude.Include.ALWAYS) Instant until,
            List<String> clients,
            Long quotaRowsPerDay,
            BigDecimal asnShareLimit,
            Integer retentionDays,
            Integer standingDays,
            String stage,
            String dpiaSha256,
            String approver) {

        public static final String ANY_CLIENT = "*";

        public Programme {
            need(code, "programmes/code");
            need(clause, "programmes/clause");
            need(purpose, "programmes/purpose");
            need(from, "programmes/from");
            cutOffDates = copy(cutOffDates);
            clients = copy(clients);
        }

        /** A programme of which no more is said than who may use it, when and for what; without an assessment it is closed. */
        public Programme(
                String code,
                String name,
                String clause,
                String purpose,
                String legalBasis,
                List<LocalDate> cutOffDates,
                Instant from,
                Instant until,
                List<String> clients) {
            this(
                    code,
                    name,
                    clause,
                    purpose,
                    legalBasis,
                    cutOffDates,
                    from,
                    until,
                    clients,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }

        /** A copy whose assessment is that document. */
        public Programme withDpia(String sha256) {
            return new Programme(
                    code,
                    name,
                    clause,
                    purpose,
                    legalBasis,
                    cutOffDates,
                    from,
                    until,
                    clients,
                    quotaRowsPerDay,
                    asnShareLimit,
                    retentionDays,
                    standingDays,
                    stage,
                    sha256,
                    approver);
        }

        boolean isAssessed() {
            return dpiaSha256 != null && !dpiaSha256.isBlank();
        }

        boolean admits(String client) {
            return clients.contains(ANY_CLIENT) || (client != null && clients.contains(client));
        }
    }

    /**
     * Closes what matches all of its non-null members, from {@code from} until {@code until} (null: until lifted).
     *
     * @param person subject of the token, as {@link id.padan.platform.caller.Caller#subject()} gives it, or the officer who acts through a
     *     machine
     * @param by the party that suspended; null where the agreement itself does, for both
     */
    public record Suspension(
            String id,
            String party,
            String client,
            String dataset,
            String programme,
            Instant from,
            Instant until,
            @JsonInclude(JsonInclude.Include.NON_NULL) String person,
            @JsonInclude(JsonInclude.Include.NON_NULL) String by) {
        public Suspension {
            need(id, "suspensions/id");
            need(from, "suspensions/from");
        }

        public Suspension(
                String id, String party, String client, String dataset, String programme, Instant from, Instant until) {
            this(id, party, client, dataset, programme, from, until, null, null);
        }

        boolean closes(AccessRequest request, Instant at) {
            return isOpen(from, until, at)
                    && (party == null || party.equals(request.party()))
                    && (client == null || client.equals(request.client()))
                    && (person == null || person.equals(request.subject()) || person.equals(request.officer()))
                    && (dataset == null || dataset.equals(request.dataset()))
                    && (programme == null || programme.equals(request.programme()));
        }

        /** Whether it names this very person or client, or the caller's whole party, for everything. */
        boolean names(Caller caller, Instant at) {
            return isOpen(from, until, at)
                    && dataset == null
                    && programme == null
                    && (party == null || party.equals(caller.party()))
                    && (client == null || client.equals(caller.client()))
                    && (person == null || person.equals(caller.subject()) || person.equals(caller.actingOfficer()));
        }

        /** Whether it is about one person or client, and not about a party or its data. */
        boolean isPersonal() {
            return person != null || client != null;
        }
    }

    /** @param party whose destruction is stopped */
    public record Hold(String id, String party, Instant from, Instant until) {
        public Hold {
            need(id, "holds/id");
            need(party, "holds/party");
            need(from, "holds/from");
        }
    }

    /** Half open: the instant {@code until} itself is outside. */
    static boolean isOpen(Instant from, Instant until, Instant at) {
        return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
    }

    private static void need(Object value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + ": is missing");
        }
    }

    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
