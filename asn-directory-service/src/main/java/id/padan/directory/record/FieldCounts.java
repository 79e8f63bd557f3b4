package id.padan.directory.record;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a reader left at the door: class X by name with how many values, and names that it does not know. */
public final class FieldCounts {

    /** A hostile file could have a new name in each row. */
    private static final int MOST_NAMES = 200;

    private static final int LONGEST_NAME = 64;

    private final Map<String, Long> dropped = new TreeMap<>();
    private final Set<String> ignored = new TreeSet<>();

    void drop(String name) {
        if (dropped.containsKey(name) || dropped.size() < MOST_NAMES) {
            dropped.merge(shown(name), 1L, Long::sum);
        }
    }

    public void ignore(String name) {
        if (ignored.size() < MOST_NAMES) {
            ignored.add(shown(name));
        }
    }

    public Map<String, Long> dropped() {
        return dropped;
    }

    public Set<String> ignored() {
        return ignored;
    }

    private static String shown(String name) {
        // A damaged file may have a number where a name belongs, and that number may be a NIK.
        String letters = name.replaceAll("[^\\p{L}_]", "?");
        return letters.length() <= LONGEST_NAME ? letters : letters.substring(0, LONGEST_NAME);
    }
}
