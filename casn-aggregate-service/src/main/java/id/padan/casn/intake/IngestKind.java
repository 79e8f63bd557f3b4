package id.padan.casn.intake;

/** What the rows of a body are, header {@code X-Padan-Rows}. */
enum IngestKind {
    FACTS,
    FORMATIONS,
    PLACEMENTS,
    CONTROLS,
    OCCUPATIONS;

    RowForm form() {
        return switch (this) {
            case FACTS -> new FactRows();
            case FORMATIONS -> new FormationRows();
            case PLACEMENTS -> new PlacementRows();
            case CONTROLS -> new ControlRows();
            case OCCUPATIONS -> new OccupationRows();
        };
    }
}
