package id.padan.directory.access;

import id.padan.directory.disclosure.RecordingReads;
import id.padan.directory.disclosure.RecordingReads.Seen;
import id.padan.directory.status.StatusMappings;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Decision;
import id.padan.platform.agreement.OpenElements;
import id.padan.platform.agreement.Refused;
import id.padan.platform.caller.Caller;
import id.padan.platform.database.Trip;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Pages of what a party may see: lists by the records' numbers, the feed by its places. */
@ApplicationScoped
class LimitedReads {

    /** By what a list may be narrowed: an element of the annex, since to find by it is to learn it. */
    enum Filter {
        UNOR("unor", "A-22", "unor_id"),
        UNOR_INDUK("unorInduk", "A-24", "unor_induk_id"),
        SATUAN_KERJA("satuanKerja", "A-20", "satker_id"),
        INSTANSI_KERJA("instansiKerja", "A-18", "instansi_id"),
        JABATAN("jabatan", "A-29", "jabatan_id"),
        KELOMPOK_JABATAN("kelompokJabatan", "A-31", "kelompok_id");

        final String parameter;
        private final String element;
        private final String column;

        Filter(String parameter, String element, String column) {
            this.parameter = parameter;
            this.element = element;
            this.column = column;
        }
    }

    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,18})(?:-([0-9]{1,18}))?");

    private final Jdbi jdbi;
    private final AgreementGate gate;
    private final ProofLog log;
    private final RecordingReads reads;
    private final StatusMappings mappings;

    LimitedReads(Jdbi jdbi, AgreementGate gate, ProofLog log, RecordingReads reads, StatusMappings mappings) {
        this.jdbi = jdbi;
        this.gate = gate;
        this.log = log;
        this.reads = reads;
        this.mappings = mappings;
    }

    /**
     * @param cursor as the page before gave it, null for the first
     * @throws ProblemException the gate's refusal; ELEMENT_NOT_OPEN for a filter by what the annex does not open; INVALID for a cursor
     */
    LimitedAnswer list(Caller caller, AccessRequest request, Map<Filter, String> filters, String cursor, int limit) {
        gate.require(request);
        long after = cursor == null ? 0 : numbers(cursor, "cursor")[0];
        return jdbi.inTransaction(tx -> {
            var sql = new StringBuilder("select " + LimitedRecord.COLUMNS
                    + " from limited_record where party = :party and not gone and no > :after");
            filters.keySet()
                    .forEach(filter -> sql.append(" and ")
                            .append(filter.column)
                            .append(" = :")
                            .append(filter.parameter));
            var query = tx.createQuery(sql + " order by no limit :limit")
                    .bind("party", caller.party())
                    .bind("after", after)
                    .bind("limit", limit + 1);
            filters.forEach((filter, value) -> query.bind(filter.parameter, value));
            List<LimitedRecord> found =
                    query.map((row, context) -> LimitedRecord.of(row)).list();
            boolean more = found.size() > limit;
            List<LimitedRecord> rows = more ? found.subList(0, limit) : found;
            String next = more ? cursor(Long.toString(rows.getLast().no())) : null;
            return show(tx, caller, request, filters, rows, LimitedAnswer.Form.LIST, next, more);
        });
    }

    /**
     * @param since as the page before gave it; null to read everything from the beginning
     * @throws ProblemException the gate's refusal; CURSOR_EXPIRED if tombstones that the reader has not seen are gone; INVALID
     */
    LimitedAnswer changes(Caller caller, AccessRequest request, String since, int limit) {
        gate.require(request);
        long[] from = since == null ? null : numbers(since, "since");
        return jdbi.inTransaction(tx -> {
            long[] feed = tx.createQuery("select seq, compacted from access_feed")
                    .map((row, context) -> new long[] {row.getLong(1), row.getLong(2)})
                    .one();
            long after = from == null ? 0 : from[0];
            // A reader that began after the last compaction lacks no tombstone, wherever it is by now.
            long began = from == null ? feed[1] : from[1];
            if (after > feed[0] || after < feed[1] && began < feed[1]) {
                throw expired();
            }
            List<LimitedRecord> found = tx.createQuery("select " + LimitedRecord.COLUMNS
                            + " from limited_record where party = :party and seq > :after order by seq limit :limit")
                    .bind("party", caller.party())
                    .bind("after", after)
                    .bind("limit", limit + 1)
                    .map((row, context) -> LimitedRecord.of(row))
                    .list();
            boolean more = found.size() > limit;
            List<LimitedRecord> rows = more ? found.subList(0, limit) : found;
            String next = cursor((rows.isEmpty() ? after : rows.getLast().seq()) + "-" + began);
            return show(tx, caller, request, Map.of(), rows, LimitedAnswer.Form.FEED, next, more);
        });
    }

    private LimitedAnswer show(
            Handle tx,
            Caller caller,
            AccessRequest request,
            Map<Filter, String> filters,
            List<LimitedRecord> rows,
            LimitedAnswer.Form form,
            String next,
            boolean more) {
        var trip = new Trip(tx);
        var asked = LimitedAnswer.Standing.of(trip, mappings);
        var head = log.lock(tx, trip);
        LimitedAnswer.Standing standing = asked.get();
        // Now, and for each page anew: what an addendum has closed since the page before is not in this one.
        Allowed allowed = allowed(gate.decide(request, head.at()));
        OpenElements open = gate.elements(allowed);
        for (Filter filter : filters.keySet()) {
            if (!open.codes().contains(filter.element)) {
                throw ProblemException.of(
                                PlatformProblem.ELEMENT_NOT_OPEN,
                                "The annex in force does not open the element of this filter (" + filter.element + ").",
                                "Lampiran yang berlaku tidak membuka elemen saringan ini (" + filter.element + ").")
                        .with("field", filter.parameter)
                        .with("clause", allowed.clause());
            }
        }
        var shown = new ArrayList<byte[]>(rows.size());
        rows.forEach(row -> shown.add(OpenedRecord.json(row, open)));
        RecordingReads.Recorded leaf = rows.isEmpty()
                ? null
                : reads.opened(
                                trip,
                                head,
                                List.of(new RecordingReads.Opened(
                                        allowed, caller, standing.mapping(), standing.dataTime(), seen(rows))))
                        .getFirst();
        trip.go();
        return LimitedAnswer.page(form, rows, shown, next, more, allowed, standing, leaf);
    }

    static List<Seen> seen(List<LimitedRecord> rows) {
        return rows.stream()
                .map(row -> new Seen(row.no(), row.id(), row.version()))
                .toList();
    }

    static Allowed allowed(Decision decision) {
        return switch (decision) {
            case Allowed allowed -> allowed;
            case Refused refused -> throw refused.toProblem();
        };
    }

    private static ProblemException expired() {
        return ProblemException.of(
                AccessProblem.CURSOR_EXPIRED,
                "Read the whole feed again without since, and drop what you hold and do not meet in it.",
                "Baca ulang seluruh umpan tanpa since, lalu hapus data Anda yang tidak lagi dijumpai di dalamnya.");
    }

    private static String cursor(String numbers) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(OpenedRecord.utf8(numbers));
    }

    private static long[] numbers(String cursor, String field) {
        try {
            Matcher numbers =
                    CURSOR.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
            if (numbers.matches() && (numbers.group(2) != null) == field.equals("since")) {
                return new long[] {
                    Long.parseLong(numbers.group(1)), numbers.group(2) == null ? 0 : Long.parseLong(numbers.group(2))
                };
            }
        } catch (IllegalArgumentException notOurs) {
            // Said below.
        }
        throw ProblemException.of(
                        PlatformProblem.INVALID,
                        "A cursor is what the page before gave as next.",
                        "Kursor adalah nilai next dari halaman sebelumnya.")
                .with("field", field);
    }
}
