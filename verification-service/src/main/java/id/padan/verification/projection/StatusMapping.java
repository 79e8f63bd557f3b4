package id.padan.verification.projection;

import com.fasterxml.jackson.databind.ObjectReader;
import id.padan.platform.json.StrictJson;
import id.padan.verification.answer.Answer;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mapping in force, as {@code asn.status-mapping.v1} last told it: which answer each opaque row stands for, and when.
 *
 * @param synthetic not approved by BKN; accepted in the local profile only
 * @param dataTime data date of the register's latest complete import, null before the first: an import that changed nobody says
 *     nothing on {@code asn.status.v1}, yet the register is as new as its extraction
 * @param coverage null until BKN has counted it
 */
record StatusMapping(
        String version, boolean synthetic, LocalDate dataTime, Map<String, List<Row>> rows, Coverage coverage) {
    private static final ObjectReader READER = StrictJson.mapper().readerFor(Body.class);

    StatusMapping {
        rows = Map.copyOf(rows);
    }

    /** A mapping that came without a coverage. */
    StatusMapping(String version, boolean synthetic, LocalDate dataTime, Map<String, List<Row>> rows) {
        this(version, synthetic, dataTime, rows, null);
    }

    record Row(Answer answer, LocalDate from, LocalDate to) {
        private boolean holdsOn(LocalDate day) {
            return (from == null || !day.isBefore(from)) && (to == null || day.isBefore(to));
        }
    }

    /** @throws BadEvent if it breaks the contract {@code asn.status-mapping.v1.schema.json} */
    static StatusMapping parse(byte[] value) throws BadEvent {
        Body body;
        try {
            body = READER.readValue(value);
        } catch (IOException notThis) {
            throw new BadEvent("the value is not an asn.status-mapping object: "
                    + notThis.getClass().getSimpleName());
        }
        if (body == null || !"asn.status-mapping".equals(body.type)) {
            throw new BadEvent("type is not asn.status-mapping");
        }
        if (body.version == null || body.version.isBlank() || body.rows == null || body.synthetic == null) {
            throw new BadEvent("version, synthetic and rows are needed");
        }
        var rows = new HashMap<String, List<Row>>();
        for (var row : body.rows) {
            if (row == null || row.id == null || row.answer == null) {
                throw new BadEvent("a row needs id and answer");
            }
            rows.computeIfAbsent(row.id, id -> new ArrayList<>()).add(new Row(row.answer, row.from, row.to));
        }
        return new StatusMapping(body.version, body.synthetic, body.dataTime, rows, body.coverage);
    }

    /**
     * What a timeless state says on a day: any ACTIVE wins, because a wrong "not an ASN" would grant aid; then any unknown code
     * withholds the answer; then INACTIVE, RETIRED, NOT_FOUND (domain.md 2.3 rule 3).
     */
    Finding finding(StatusState state, LocalDate day) {
        boolean unmapped = false;
        var answers = EnumSet.noneOf(Answer.class);
        for (var interval : state.intervals()) {
            var answer = rows.getOrDefault(interval.row(), List.of()).stream()
                    .filter(row -> row.holdsOn(day))
                    .map(Row::answer)
                    .findFirst();
            answer.ifPresent(answers::add);
            unmapped |= answer.isEmpty();
        }
        Answer decided;
        if (answers.contains(Answer.ACTIVE)) {
            decided = Answer.ACTIVE;
        } else if (unmapped) {
            decided = null;
        } else {
            // Declared in the order of precedence.
            decided = answers.stream().findFirst().orElse(Answer.NOT_FOUND);
        }
        return new Finding(decided, state.shared(), state.notValidated());
    }

    private record Body(
            String type,
            String version,
            Boolean synthetic,
            LocalDate dataTime,
            List<BodyRow> rows,
            Coverage coverage) {}

    private record BodyRow(String id, Answer answer, LocalDate from, LocalDate to) {}
}
