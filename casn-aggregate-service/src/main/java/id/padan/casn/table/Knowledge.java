package id.padan.casn.table;

import java.util.List;
import java.util.Map;

/**
 * What anybody knows beside the releases.
 *
 * @param controls figures published elsewhere
 * @param portal counts per formation as the public portal shows them, summed to dimensions of kind FORMATION; finest cells
 */
public record Knowledge(List<Control> controls, List<Table> portal) {
    public static final Knowledge NONE = new Knowledge(List.of(), List.of());

    public Knowledge {
        controls = List.copyOf(controls);
        portal = List.copyOf(portal);
    }

    /**
     * A figure published elsewhere. It need not close with our own count; the residual is kept and taken into account.
     *
     * @param cell code by dimension; what is not named is the total
     */
    public record Control(String source, String universe, String period, Map<String, String> cell, long value) {
        public Control {
            cell = Map.copyOf(cell);
        }
    }
}
