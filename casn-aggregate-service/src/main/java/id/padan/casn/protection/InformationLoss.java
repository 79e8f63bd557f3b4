package id.padan.casn.protection;

/**
 * What the protection took.
 *
 * @param cells cells of the table with anybody, totals among them
 * @param shown of these, shown
 * @param primary of these, hidden for being below the threshold
 * @param secondary of these, hidden for another's sake
 * @param held shown with a value of before
 * @param people everybody in the table
 * @param peopleInFinestShown of these, in a finest cell that is shown
 * @param shareOfPeopleByDimensions of each number of dimensions that a cell fixes (0 to n), the share of people in shown cells
 * @param absoluteError sum over the shown cells of the difference to the true count (held corrections)
 */
public record InformationLoss(
        long cells,
        long shown,
        long primary,
        long secondary,
        long held,
        long people,
        long peopleInFinestShown,
        double[] shareOfPeopleByDimensions,
        long absoluteError) {}
