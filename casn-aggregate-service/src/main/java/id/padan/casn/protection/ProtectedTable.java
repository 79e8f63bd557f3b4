package id.padan.casn.protection;

import id.padan.casn.table.Table;

/**
 * A table as it may go out.
 *
 * @param table every cell with anybody that is shown, totals among them. Of a cell that is not in it {@link #explain} tells whether it is zero or hidden
 */
public record ProtectedTable(Table table, InformationLoss loss) {
    /**
     * @param key of any cell of the table's shape
     */
    public Explanation explain(long key) {
        throw new UnsupportedOperationException("" + key);
    }
}
