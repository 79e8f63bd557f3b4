package id.padan.casn.attack;

import id.padan.casn.table.Shape;

/**
 * Something known: so many people are in a cell, or in some codes of one more dimension of it.
 *
 * @param dimension of the codes, −1 if the cell is all
 * @param codes a bit each
 */
record Region(long cell, int dimension, long[] codes, long value, Source source) {
    /** Who says so, in the order in which the attacker gives up believing when all of it cannot be true together. */
    enum Source {
        CONTROL,
        PORTAL,
        /** A linked table of an earlier release, or the table's own earlier form. */
        LINKED_BEFORE,
        BEFORE,
        /** Of the same release: not to be doubted. */
        LINKED,
        TABLE,
        /** Says nothing: a cell whose bounds are asked for. */
        QUESTION
    }

    static Region cell(long cell, long value, Source source) {
        return new Region(cell, -1, null, value, source);
    }

    boolean has(int code) {
        return (codes[code >> 6] >>> code & 1) != 0;
    }

    int mask(Shape shape) {
        int mask = 0;
        for (int d = 0; d < shape.size(); d++) if (shape.code(cell, d) > 0) mask |= 1 << d;
        return mask;
    }
}
