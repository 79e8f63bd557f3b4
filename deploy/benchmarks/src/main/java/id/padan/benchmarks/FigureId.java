package id.padan.benchmarks;

import java.util.Arrays;
import java.util.Optional;

/**
 * The figures, in the order in which they run: the import first, since all others need its register; lists after the status changes, which
 * would else make the service look through all of them; restarts last.
 */
enum FigureId {
    B8,
    B6,
    HIST,
    B9,
    IKD,
    CORR,
    B2,
    TIMING,
    B3,
    B1,
    B1P,
    ASOF,
    GROWTH,
    B4,
    B5,
    CASN,
    B7;

    static Optional<FigureId> of(String name) {
        return Arrays.stream(values())
                .filter(figure -> figure.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return this == B1P ? "B1p" : name();
    }
}
