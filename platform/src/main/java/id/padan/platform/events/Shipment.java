package id.padan.platform.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the relay sends, and marks, as one. Claim checks of single changes cost as many questions as one of a whole block, so neighbours are
 * expanded together; that is allowed because their events are full states. The order between a claim check and any other row stays.
 *
 * @param row the row, or one that claims the records of all
 * @param rows the rows that it stands for, in their order
 */
record Shipment(OutboxRow row, List<OutboxRow> rows) {

    /** Records that are expanded together at most; as many as the largest block has. */
    static final int RECORDS = 5_000;

    Shipment {
        rows = List.copyOf(rows);
    }

    boolean isClaim() {
        return row.records() != null;
    }

    boolean isGroup() {
        return rows.size() > 1;
    }

    /** All these rows, in their order. */
    static List<Shipment> of(List<OutboxRow> rows) {
        var shipments = new ArrayList<Shipment>();
        for (int from = 0; from < rows.size(); ) {
            int to = end(rows, from);
            var first = rows.get(from);
            var same = rows.subList(from, to);
            shipments.add(new Shipment(same.size() == 1 ? first : together(same), same));
            from = to;
        }
        return shipments;
    }

    /** Where the group that begins at a row ends. */
    private static int end(List<OutboxRow> rows, int from) {
        var first = rows.get(from);
        int to = from + 1;
        if (first.records() == null) {
            return to;
        }
        int records = first.records().length;
        while (to < rows.size()
                && rows.get(to).records() != null
                && rows.get(to).type().equals(first.type())
                && records + rows.get(to).records().length <= RECORDS) {
            records += rows.get(to++).records().length;
        }
        return to;
    }

    private static OutboxRow together(List<OutboxRow> rows) {
        var ids = rows.stream().map(OutboxRow::id).toList();
        long[] records = rows.stream()
                .flatMapToLong(row -> Arrays.stream(row.records()))
                .distinct()
                .toArray();
        return rows.getFirst().claiming(UuidV7.ofAll(ids), records);
    }
}
