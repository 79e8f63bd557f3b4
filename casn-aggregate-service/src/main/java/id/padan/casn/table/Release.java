package id.padan.casn.table;

import java.time.LocalDate;
import java.util.List;

/** What went out on one day: the published cells of its tables and nothing else, which is all that protection and attack need of the past. */
public record Release(String id, LocalDate dated, List<Table> tables) {
    public Release {
        tables = List.copyOf(tables);
    }
}
