package id.padan.casn.protection;

import id.padan.casn.table.Cells;
import id.padan.casn.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the protection took, over every cell of the table that has anybody, totals among them.
 *
 * @param cells how many there are
 * @param shown of these, shown
 * @param primary of these, hidden for being below the threshold
 * @param secondary of these, hidden for another's sake
 * @param held shown with a value that is not the count
 * @param people everybody in the table
 * @param peopleShown by the number of dimensions that a cell fixes (0 to n): the share of people in shown cells
 * @param absoluteError sum over the shown cells of the difference to the count
 */
public record InformationLoss(
        long cells,
        long shown,
        long primary,
        long secondary,
        long held,
        long people,
        List<Double> peopleShown,
        long absoluteError) {
    public InformationLoss {
        peopleShown = List.copyOf(peopleShown);
    }

    static InformationLoss of(Table original, Cells shown, int threshold) {
        int n = original.shape().size();
        long[][] byMask = IntStream.range(0, 1 << n)
                .parallel()
                .mapToObj(mask -> sums(original.margin(mask), shown, threshold))
                .toArray(long[][]::new);
        long[] sums = new long[6];
        long[] told = new long[n + 1];
        for (int mask = 0; mask < byMask.length; mask++) {
            for (int i = 0; i < sums.length; i++) sums[i] += byMask[mask][i];
            told[Integer.bitCount(mask)] += byMask[mask][6];
        }
        long people = byMask[0][7];
        // As many masks fix d dimensions as there are ways to choose d of n, and each has everybody once.
        List<Double> shares = new ArrayList<>();
        long ways = 1;
        for (int d = 0; d <= n; d++) {
            shares.add(people == 0 ? 1 : (double) told[d] / (people * ways));
            ways = ways * (n - d) / (d + 1);
        }
        return new InformationLoss(sums[0], sums[1], sums[2], sums[3], sums[4], people, shares, sums[5]);
    }

    private static long[] sums(Cells counts, Cells shown, int threshold) {
        long[] sums = new long[8];
        for (int i = 0; i < counts.size(); i++) {
            long count = counts.count(i);
            long value = shown.find(counts.key(i)).orElse(0);
            sums[0]++;
            sums[7] += count;
            if (value > 0) {
                sums[1]++;
                if (value != count) sums[4]++;
                sums[5] += Math.abs(value - count);
                sums[6] += count;
            } else sums[count < threshold ? 2 : 3]++;
        }
        return sums;
    }
}
