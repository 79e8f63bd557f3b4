package id.padan.agreement.disclosure;

import id.padan.platform.disclosure.Disclosure;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** The register's tables. What a party sees: what was given to it, and what was given of the data it holds. */
@ApplicationScoped
public class DisclosureStore {
    /** How long an incident's question may take (issue 4, part 8). */
    private static final int LONGEST_SECONDS = 60;
    /** More ranges and lists than this are told by number only; all of them are pages of the register. */
    private static final int MOST_ROWS = 1000;
    /** Rows that come from the database in one go, where millions do. */
    private static final int FETCHED = 20_000;

    private final Jdbi jdbi;
    private final Map<Who, Integer> knownWho = new ConcurrentHashMap<>();
    private final Map<What, Integer> knownWhat = new ConcurrentHashMap<>();

    DisclosureStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One disclosure as it was reported. */
    record Row(String service, String party, Instant at, Disclosure disclosure) {}

    /** Who got it. */
    public record Who(String party, String client, String actor, String officer, String signingKey) {}

    /** Under what it was given. */
    public record What(
            String service,
            String kind,
            String agreementId,
            String version,
            String clause,
            String purpose,
            String programme,
            String dataset,
            String holder,
            List<String> elements) {}

    /** One disclosure of the register. */
    public record Kept(
            UUID id,
            Instant at,
            Who who,
            What what,
            long subjects,
            long firstLeaf,
            long lastLeaf,
            String token,
            String reference) {}

    /** Where a page ended. */
    record Place(Instant at, UUID id) {}

    Map<Integer, Long> places() {
        return jdbi.withHandle(handle -> handle
                .createQuery("select partition, next_offset from disclosure_place")
                .map((row, context) -> Map.entry(row.getInt(1), row.getLong(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** @return how many were new */
    int add(List<Row> rows, Map<Integer, Long> next) {
        // Before the transaction: an id that is remembered must be there whatever becomes of the rows.
        var who = rows.stream().map(row -> whoId(row)).toList();
        var what = rows.stream().map(row -> whatId(row)).toList();
        return jdbi.inTransaction(tx -> {
            int added = 0;
            if (!rows.isEmpty()) {
                // One statement for all of them: a crowd's checks are thousands a second.
                added = tx.createUpdate("""
                                insert into disclosure (id, at, who, what, subjects, first_leaf, last_leaf, token, reference,
                                                        active, inactive, retired, not_found, unmapped)
                                select * from unnest(:id, :at::timestamptz[], :who, :what, :subjects, :first, :last, :token, :reference,
                                                     :ACTIVE, :INACTIVE, :RETIRED, :NOT_FOUND, :UNMAPPED)
                                on conflict (id) do nothing""")
                        .bindArray("id", UUID.class, told(rows, Disclosure::id))
                        .bindArray(
                                "at", String.class, each(rows, row -> row.at().toString()))
                        .bindArray("who", Integer.class, who.toArray())
                        .bindArray("what", Integer.class, what.toArray())
                        .bindArray("subjects", Long.class, told(rows, Disclosure::subjects))
                        .bindArray(
                                "first",
                                Long.class,
                                told(rows, disclosure -> disclosure.log().first()))
                        .bindArray(
                                "last",
                                Long.class,
                                told(rows, disclosure -> disclosure.log().last()))
                        .bindArray("token", String.class, told(rows, Disclosure::token))
                        .bindArray("reference", String.class, told(rows, Disclosure::reference))
                        .bindArray("ACTIVE", Long.class, answers(rows, "ACTIVE"))
                        .bindArray("INACTIVE", Long.class, answers(rows, "INACTIVE"))
                        .bindArray("RETIRED", Long.class, answers(rows, "RETIRED"))
                        .bindArray("NOT_FOUND", Long.class, answers(rows, "NOT_FOUND"))
                        .bindArray("UNMAPPED", Long.class, answers(rows, Disclosure.UNMAPPED))
                        .execute();
            }
            next.forEach((partition, offset) -> tx.execute("""
                    insert into disclosure_place (partition, next_offset) values (?, ?)
                    on conflict (partition) do update set next_offset = excluded.next_offset""", partition, offset));
            return added;
        });
    }

    private static Object[] each(List<Row> rows, Function<Row, Object> value) {
        return rows.stream().map(value).toArray();
    }

    private static Object[] told(List<Row> rows, Function<Disclosure, Object> value) {
        return each(rows, row -> value.apply(row.disclosure()));
    }

    /** No answers at all is not none of them. */
    private static Object[] answers(List<Row> rows, String answer) {
        return told(
                rows,
                disclosure -> disclosure.answers() == null
                        ? null
                        : disclosure.answers().getOrDefault(answer, 0L));
    }

    private int whoId(Row row) {
        var d = row.disclosure();
        var who = new Who(row.party(), d.client(), d.actor(), d.officer(), d.signingKey());
        return knownWho.computeIfAbsent(
                who,
                unknown -> idOf(handle -> handle.createQuery("""
                                        with added as (
                                            insert into disclosure_who (party, client, actor, officer, signing_key)
                                            values (:party, :client, :actor, :officer, :key) on conflict do nothing returning id)
                                        select id from added union all
                                        select id from disclosure_who where party = :party and client = :client and actor = :actor
                                           and officer is not distinct from :officer and signing_key is not distinct from :key
                                        limit 1""")
                        .bind("party", who.party())
                        .bind("client", who.client())
                        .bind("actor", who.actor())
                        .bind("officer", who.officer())
                        .bind("key", who.signingKey())));
    }

    private int whatId(Row row) {
        var d = row.disclosure();
        var what = new What(
                row.service(),
                d.kind(),
                d.agreement(),
                d.version(),
                d.clause(),
                d.purpose(),
                d.programme(),
                d.dataset(),
                d.holder(),
                d.elements());
        return knownWhat.computeIfAbsent(
                what,
                unknown -> idOf(handle -> handle.createQuery("""
                                        with added as (
                                            insert into disclosure_what (service, kind, agreement_id, version, clause, purpose, programme,
                                                                         dataset, holder, elements)
                                            values (:service, :kind, :agreement, :version, :clause, :purpose, :programme, :dataset, :holder,
                                                    :elements)
                                            on conflict do nothing returning id)
                                        select id from added union all
                                        select id from disclosure_what where service = :service and kind = :kind
                                           and agreement_id = :agreement and version = :version and clause is not distinct from :clause
                                           and purpose is not distinct from :purpose and programme is not distinct from :programme
                                           and dataset = :dataset and holder is not distinct from :holder and elements = cast(:elements as text[])
                                        limit 1""")
                        .bind("service", what.service())
                        .bind("kind", what.kind())
                        .bind("agreement", what.agreementId())
                        .bind("version", what.version())
                        .bind("clause", what.clause())
                        .bind("purpose", what.purpose())
                        .bind("programme", what.programme())
                        .bind("dataset", what.dataset())
                        .bind("holder", what.holder())
                        .bindArray("elements", String.class, what.elements())));
    }

    private int idOf(java.util.function.Function<Handle, Query> sql) {
        // Twice: another instance may have added it between our insert and our look.
        for (int i = 0; i < 2; i++) {
            Optional<Integer> id = jdbi.withHandle(
                    handle -> sql.apply(handle).mapTo(Integer.class).findOne());
            if (id.isPresent()) {
                return id.get();
            }
        }
        throw new IllegalStateException("a row of the register's words could not be made");
    }

    /** The words of the register that a selection and a party's view leave. */
    private record Words(Map<Integer, Who> who, Map<Integer, What> what) {
        boolean isEmpty() {
            return who.isEmpty() || what.isEmpty();
        }
    }

    private static Words words(Handle handle, String agreementId, Selection wanted) {
        Map<Integer, Who> who = new HashMap<>();
        handle.createQuery("""
                        select * from disclosure_who
                         where (cast(:client as text) is null or client = :client)
                           and (cast(:person as text) is null or actor = :person or officer = :person)
                           and (cast(:key as text) is null or signing_key = :key or :list)""")
                .bind("client", wanted.client())
                .bind("person", wanted.person())
                .bind("key", wanted.key())
                .bind("list", list(wanted) != null)
                .map((row, context) -> Map.entry(
                        row.getInt("id"),
                        new Who(
                                row.getString("party"),
                                row.getString("client"),
                                row.getString("actor"),
                                row.getString("officer"),
                                row.getString("signing_key"))))
                .forEach(entry -> who.put(entry.getKey(), entry.getValue()));
        Map<Integer, What> what = new HashMap<>();
        handle.createQuery("""
                        select * from disclosure_what
                         where agreement_id = :agreement
                           and (cast(:clause as text) is null or clause = :clause)
                           and (cast(:purpose as text) is null or purpose = :purpose)
                           and (cast(:programme as text) is null or programme = :programme)""")
                .bind("agreement", agreementId)
                .bind("clause", wanted.clause())
                .bind("purpose", wanted.purpose())
                .bind("programme", wanted.programme())
                .map((row, context) -> Map.entry(row.getInt("id"), what(row)))
                .forEach(entry -> what.put(entry.getKey(), entry.getValue()));
        return new Words(who, what);
    }

    private static What what(ResultSet row) throws SQLException {
        return new What(
                row.getString("service"),
                row.getString("kind"),
                row.getString("agreement_id"),
                row.getString("version"),
                row.getString("clause"),
                row.getString("purpose"),
                row.getString("programme"),
                row.getString("dataset"),
                row.getString("holder"),
                List.of((String[]) row.getArray("elements").getArray()));
    }

    /** A list's own data key; its id is all that is needed to know which. */
    private static String list(Selection wanted) {
        return wanted.key() != null && wanted.key().matches("batches/[0-9a-f-]{36}") ? wanted.key() : null;
    }

    private static String where(Selection wanted) {
        return " where d.who = any(:who) and d.what = any(:what)"
                // What was given to the party, and what was given of the data it holds.
                + " and (d.who = any(:own) or d.what = any(:held))"
                + (wanted.from() == null ? "" : " and d.at >= :from")
                + (wanted.until() == null ? "" : " and d.at < :until")
                + (wanted.token() == null ? "" : " and d.token = :token")
                + (list(wanted) == null ? "" : " and d.reference like :list");
    }

    private static Query bind(Query query, String party, Selection wanted, Words words) {
        query.bindArray("who", Integer.class, new ArrayList<>(words.who().keySet()))
                .bindArray("what", Integer.class, new ArrayList<>(words.what().keySet()))
                .bindArray(
                        "own",
                        Integer.class,
                        words.who().entrySet().stream()
                                .filter(entry -> entry.getValue().party().equals(party))
                                .map(Map.Entry::getKey)
                                .toList())
                .bindArray(
                        "held",
                        Integer.class,
                        words.what().entrySet().stream()
                                .filter(entry -> party.equals(entry.getValue().holder())
                                        || "both".equals(entry.getValue().holder()))
                                .map(Map.Entry::getKey)
                                .toList());
        if (wanted.from() != null) {
            query.bind("from", wanted.from().atOffset(ZoneOffset.UTC));
        }
        if (wanted.until() != null) {
            query.bind("until", wanted.until().atOffset(ZoneOffset.UTC));
        }
        if (wanted.token() != null) {
            query.bind("token", wanted.token());
        }
        if (list(wanted) != null) {
            query.bind("list", list(wanted) + "%");
        }
        return query;
    }

    /** Newest first. */
    List<Kept> page(String agreementId, String party, Selection wanted, Place after, int limit) {
        return asked(handle -> {
            var words = words(handle, agreementId, wanted);
            if (words.isEmpty()) {
                return List.of();
            }
            var query = bind(
                    handle.createQuery("select d.* from disclosure d" + where(wanted)
                            + (after == null ? "" : " and (d.at, d.id) < (:afterAt, :afterId)")
                            + " order by d.at desc, d.id desc limit :limit"),
                    party,
                    wanted,
                    words);
            if (after != null) {
                query.bind("afterAt", after.at().atOffset(ZoneOffset.UTC)).bind("afterId", after.id());
            }
            return query.bind("limit", limit)
                    .map((row, context) -> kept(row, words))
                    .list();
        });
    }

    private static Kept kept(ResultSet row, Words words) throws SQLException {
        return new Kept(
                row.getObject("id", UUID.class),
                instant(row, "at"),
                words.who().get(row.getInt("who")),
                words.what().get(row.getInt("what")),
                row.getLong("subjects"),
                row.getLong("first_leaf"),
                row.getLong("last_leaf"),
                row.getString("token"),
                row.getString("reference"));
    }

    /** Disclosures of one kind to one caller, counted. */
    public record Group(Who who, What what, long disclosures, long subjects, Instant first, Instant last) {}

    /** Leaves that stand together, as many as there are. */
    public record Leaves(long first, long last) {}

    /**
     * The rows behind disclosures of one service and holder.
     *
     * @param leaves ranges of the service's log, the first thousand
     * @param ranges how many ranges there are
     * @param lists lists whose rows were given, the first thousand
     * @param listCount how many lists there are
     */
    public record Rows(
            String service, String holder, List<Leaves> leaves, long ranges, List<String> lists, long listCount) {}

    /** All that a selection reaches. */
    public record Reach(List<Group> groups, List<Rows> rows) {}

    /** Everything that a selection reaches, counted and with the leaves behind it; within a minute or not at all. */
    public Reach reach(String agreementId, String party, Selection wanted) {
        return asked(handle -> {
            var words = words(handle, agreementId, wanted);
            if (words.isEmpty()) {
                return new Reach(List.of(), List.of());
            }
            return new Reach(groups(handle, party, wanted, words), rows(handle, party, wanted, words));
        });
    }

    private static List<Group> groups(Handle handle, String party, Selection wanted, Words words) {
        return bind(
                        handle.createQuery("select d.who, d.what, count(*) as disclosures, sum(d.subjects) as subjects,"
                                + " min(d.at) as first, max(d.at) as last from disclosure d" + where(wanted)
                                + " group by d.who, d.what order by subjects desc, d.who, d.what"),
                        party,
                        wanted,
                        words)
                .map((row, context) -> new Group(
                        words.who().get(row.getInt("who")),
                        words.what().get(row.getInt("what")),
                        row.getLong("disclosures"),
                        row.getLong("subjects"),
                        instant(row, "first"),
                        instant(row, "last")))
                .list();
    }

    /** Whose rows, in which service's log. */
    private record Held(String service, String holder) {}

    private record Lists(long count, List<String> first) {
        static final Lists NONE = new Lists(0, List.of());
    }

    private static List<Rows> rows(Handle handle, String party, Selection wanted, Words words) {
        Map<Held, LeafSet> leaves = new HashMap<>();
        var unused = bind(
                        handle.createQuery(
                                "select d.what, d.first_leaf, d.last_leaf from disclosure d" + where(wanted)),
                        party,
                        wanted,
                        words)
                .setFetchSize(FETCHED)
                .scanResultSet((rows, context) -> {
                    var row = rows.get();
                    while (row.next()) {
                        leaves.computeIfAbsent(held(words, row.getInt(1)), first -> new LeafSet())
                                .add(row.getLong(2), row.getLong(3));
                    }
                    return leaves;
                });
        var lists = lists(handle, party, wanted, words);
        return leaves.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .map(entry -> {
                    var held = entry.getKey();
                    var ranges = entry.getValue().ranges(MOST_ROWS);
                    var of = lists.getOrDefault(held, Lists.NONE);
                    return new Rows(
                            held.service(), held.holder(), ranges.first(), ranges.count(), of.first(), of.count());
                })
                .toList();
    }

    private static Held held(Words words, int what) {
        return new Held(words.what().get(what).service(), words.what().get(what).holder());
    }

    private static Map<Held, Lists> lists(Handle handle, String party, Selection wanted, Words words) {
        return bind(handle.createQuery("""
                                with list as materialized (
                                    select distinct w.service, w.holder, substr(d.reference, 1, 44) as id
                                      from disclosure d join disclosure_what w on w.id = d.what""" + where(wanted) + """
                                       and d.reference like 'batches/%')
                                select l.service, l.holder, count(*) as list_count,
                                       array(select i.id from list i where i.service = l.service
                                                and i.holder is not distinct from l.holder limit :most) as lists
                                  from list l group by l.service, l.holder"""), party, wanted, words)
                .bind("most", MOST_ROWS)
                .map((row, context) -> Map.entry(
                        new Held(row.getString("service"), row.getString("holder")),
                        new Lists(row.getLong("list_count"), List.of((String[])
                                row.getArray("lists").getArray()))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private <T> T asked(java.util.function.Function<Handle, T> question) {
        try {
            return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
                handle.execute("set local statement_timeout = '" + LONGEST_SECONDS + "s'");
                return question.apply(handle);
            });
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                // 57014: query_canceled, by the time-out.
                if (cause instanceof SQLException sql && "57014".equals(sql.getSQLState())) {
                    throw ProblemException.of(
                            PlatformProblem.UNAVAILABLE,
                            "The register did not answer within a minute. Narrow the period.",
                            "Register tidak menjawab dalam satu menit. Persempit periodenya.");
                }
            }
            throw e;
        }
    }

    /** The clients through which a name of the party was given data: itself, if it is one, or that of its service account. */
    public List<String> listClients(Handle handle, String party, String name) {
        return handle.createQuery("""
                        select distinct client from disclosure_who
                         where party = :party and (client = :name or 'service-account-' || client = :name) order by client""")
                .bind("party", party)
                .bind("name", name)
                .mapTo(String.class)
                .list();
    }

    /** When each of these last got something, by actor, officer or client. */
    public Map<String, Instant> lastUse(String agreementId, String party) {
        return jdbi.withHandle(handle -> {
            Map<String, Instant> last = new HashMap<>();
            handle.createQuery("""
                            select w.client, w.actor, w.officer, l.at from disclosure_who w
                             cross join lateral (select d.at from disclosure d join disclosure_what h on h.id = d.what
                                                  where d.who = w.id and h.agreement_id = :agreement order by d.at desc limit 1) l
                             where w.party = :party""")
                    .bind("agreement", agreementId)
                    .bind("party", party)
                    .map((row, context) -> {
                        var at = instant(row, "at");
                        for (String name :
                                new String[] {row.getString("client"), row.getString("actor"), row.getString("officer")
                                }) {
                            if (name != null) {
                                last.merge(name, at, (one, other) -> one.isAfter(other) ? one : other);
                            }
                        }
                        return at;
                    })
                    .list();
            return last;
        });
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
