package id.padan.agreement.usage;

import id.padan.agreement.inputs.UsageFigures;
import id.padan.agreement.usage.HalfYears.Period;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What a report counts: one query of the register of disclosures, and one of the lists that ended. Numbers only. */
@ApplicationScoped
public class UsageRegister {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private final Jdbi jdbi;

    UsageRegister(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The seam: what the register must be able to say. */
    private static final String DISCLOSED = """
            select w.service, w.dataset, coalesce(w.clause, '') as clause, coalesce(w.purpose, '') as purpose,
                   array_to_string(w.elements, ' ') as elements, o.client,
                   to_char(d.at at time zone 'Asia/Jakarta', 'YYYY-MM') as month,
                   count(*) as disclosures, sum(d.subjects)::bigint as subjects,
                   min(d.first_leaf) as first_leaf, max(d.last_leaf) as last_leaf
              from disclosure d
              join disclosure_what w on w.id = d.what
              join disclosure_who o on o.id = d.who
             where w.agreement_id = :agreement and o.party = :party and d.at >= :from and d.at < :until
             group by 1, 2, 3, 4, 5, 6, 7
             order by 1, 2, 3, 4, 5, 6, 7""";

    private record Cell(
            String service,
            String dataset,
            String clause,
            String purpose,
            List<String> elements,
            String client,
            YearMonth month,
            long disclosures,
            long subjects,
            long firstLeaf,
            long lastLeaf) {}

    /** Of what a party was given in a period; empty if this installation keeps no register of disclosures. */
    public Optional<UsageFigures> find(String agreementId, String party, Period period) {
        return jdbi.inTransaction(tx -> {
            if (tx.createQuery("select to_regclass('disclosure') is null")
                    .mapTo(Boolean.class)
                    .one()) {
                return Optional.empty();
            }
            return Optional.of(of(
                    cells(tx, agreementId, party, period),
                    YearMonth.from(period.from()),
                    YearMonth.from(period.until()),
                    answers(tx, agreementId, party, period),
                    checks(tx, agreementId, party, period)));
        });
    }

    private static List<Cell> cells(Handle tx, String agreementId, String party, Period period) {
        return tx.createQuery(DISCLOSED)
                .bind("agreement", agreementId)
                .bind("party", party)
                .bind("from", start(period.from()))
                .bind("until", start(period.until().plusDays(1)))
                .map((row, context) -> new Cell(
                        row.getString("service"),
                        row.getString("dataset"),
                        row.getString("clause"),
                        row.getString("purpose"),
                        List.of(row.getString("elements").split(" ")),
                        row.getString("client"),
                        YearMonth.parse(row.getString("month")),
                        row.getLong("disclosures"),
                        row.getLong("subjects"),
                        row.getLong("first_leaf"),
                        row.getLong("last_leaf")))
                .list();
    }

    private static UsageFigures.Answers answers(Handle tx, String agreementId, String party, Period period) {
        return tx.createQuery("""
                        select coalesce(sum(active), 0)::bigint as active, coalesce(sum(inactive), 0)::bigint as inactive,
                               coalesce(sum(retired), 0)::bigint as retired, coalesce(sum(not_found), 0)::bigint as not_found,
                               coalesce(sum(not_processed), 0)::bigint as not_processed
                          from verified_list
                         where agreement_id = :agreement and party = :party and ended_at >= :from and ended_at < :until
                           and state in ('COMPLETED', 'COMPLETED_PARTLY', 'DESTROYED')""")
                .bind("agreement", agreementId)
                .bind("party", party)
                .bind("from", start(period.from()))
                .bind("until", start(period.until().plusDays(1)))
                .map((row, context) -> counted(
                        row,
                        row.getLong("active")
                                + row.getLong("inactive")
                                + row.getLong("retired")
                                + row.getLong("not_found")
                                + row.getLong("not_processed")))
                .one();
    }

    /** Rows and answers are summed apart, so that the report does not balance if a service has told them wrongly. */
    private static UsageFigures.Answers checks(Handle tx, String agreementId, String party, Period period) {
        return tx.createQuery("""
                        select coalesce(sum(d.subjects), 0)::bigint as asked, coalesce(sum(d.active), 0)::bigint as active,
                               coalesce(sum(d.inactive), 0)::bigint as inactive, coalesce(sum(d.retired), 0)::bigint as retired,
                               coalesce(sum(d.not_found), 0)::bigint as not_found,
                               coalesce(sum(coalesce(d.unmapped, d.subjects)), 0)::bigint as not_processed
                          from disclosure d
                          join disclosure_what w on w.id = d.what
                          join disclosure_who o on o.id = d.who
                         where w.kind = 'CHECKS' and w.agreement_id = :agreement and o.party = :party
                           and d.at >= :from and d.at < :until""")
                .bind("agreement", agreementId)
                .bind("party", party)
                .bind("from", start(period.from()))
                .bind("until", start(period.until().plusDays(1)))
                .map((row, context) -> counted(row, row.getLong("asked")))
                .one();
    }

    private static UsageFigures.Answers counted(ResultSet row, long asked) throws SQLException {
        return new UsageFigures.Answers(
                asked,
                row.getLong("active"),
                row.getLong("inactive"),
                row.getLong("retired"),
                row.getLong("not_found"),
                row.getLong("not_processed"));
    }

    private static UsageFigures of(
            List<Cell> cells,
            YearMonth first,
            YearMonth last,
            UsageFigures.Answers answers,
            UsageFigures.Answers checks) {
        Map<List<String>, List<Cell>> services =
                new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        Map<String, List<Cell>> clients = new TreeMap<>();
        Map<String, List<Cell>> logs = new TreeMap<>();
        for (var cell : cells) {
            services.computeIfAbsent(
                            List.of(cell.service(), cell.dataset(), cell.clause(), cell.purpose()),
                            any -> new ArrayList<>())
                    .add(cell);
            clients.computeIfAbsent(cell.client(), any -> new ArrayList<>()).add(cell);
            logs.computeIfAbsent(cell.service(), any -> new ArrayList<>()).add(cell);
        }
        var months = new ArrayList<UsageFigures.Month>();
        for (var month = first; !month.isAfter(last); month = month.plusMonths(1)) {
            var wanted = month;
            var of = cells.stream().filter(cell -> cell.month().equals(wanted)).toList();
            months.add(new UsageFigures.Month(month, disclosures(of), subjects(of)));
        }
        return new UsageFigures(
                services.entrySet().stream()
                        .map(entry -> service(entry.getKey(), entry.getValue()))
                        .toList(),
                months,
                clients.entrySet().stream()
                        .map(entry -> new UsageFigures.Client(
                                entry.getKey(), disclosures(entry.getValue()), subjects(entry.getValue())))
                        .toList(),
                answers,
                logs.entrySet().stream()
                        .map(entry -> new UsageFigures.LogRange(
                                entry.getKey(),
                                entry.getValue().stream()
                                        .mapToLong(Cell::firstLeaf)
                                        .min()
                                        .orElseThrow(),
                                entry.getValue().stream()
                                        .mapToLong(Cell::lastLeaf)
                                        .max()
                                        .orElseThrow()))
                        .toList(),
                checks);
    }

    private static UsageFigures.Service service(List<String> key, List<Cell> cells) {
        var elements = new TreeSet<String>();
        cells.forEach(cell -> elements.addAll(cell.elements()));
        return new UsageFigures.Service(
                key.get(0),
                key.get(1),
                key.get(2).isEmpty() ? null : key.get(2),
                key.get(3).isEmpty() ? null : key.get(3),
                List.copyOf(elements),
                disclosures(cells),
                subjects(cells));
    }

    private static long disclosures(List<Cell> cells) {
        return cells.stream().mapToLong(Cell::disclosures).sum();
    }

    private static long subjects(List<Cell> cells) {
        return cells.stream().mapToLong(Cell::subjects).sum();
    }

    private static OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay(JAKARTA).toOffsetDateTime();
    }
}
