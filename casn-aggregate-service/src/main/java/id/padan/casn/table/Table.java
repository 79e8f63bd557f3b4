package id.padan.casn.table;

/**
 * A table of counts of people. Before protection its cells are the finest ones (no total in any dimension) that have anybody; once published they are
 * the cells shown, totals among them, and a cell that is not there is zero or hidden: outsiders are not told which by this table alone.
 *
 * @param id stays the same from release to release: the same id and period is the same table, corrected
 * @param universe who is counted, for example {@code registrants}: tables of one universe and period are linked
 * @param period what the figures are of, for example {@code 2024}; figures of different periods are different people
 */
public record Table(String id, String universe, String period, Shape shape, Cells cells) {
    public Table with(Cells other) {
        return new Table(id, universe, period, shape, other);
    }

    /** Whether both are of the same people, so that what is known of one tells of the other. */
    public boolean linked(Table other) {
        return universe.equals(other.universe) && period.equals(other.period);
    }

    /** Whether this is the other one in a later form. */
    public boolean succeeds(Table other) {
        return linked(other) && id.equals(other.id);
    }
}
