package id.padan.platform.agreement;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The elements of the annex that one clause of one version opens for one purpose (Lampiran, "akses terbatas"). What is not in it does not
 * leave; class X and I never are.
 *
 * @param codes as {@code A-06}
 * @param names as SIASN has them
 */
public record OpenElements(Set<String> codes, Set<String> names) {

    public OpenElements {
        codes = Set.copyOf(codes);
        names = Set.copyOf(names);
    }

    public static OpenElements of(Policy.Version version, String clause, String purpose) {
        Set<String> codes = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (Policy.Element element : version.elements()) {
            if (element.isOpen(clause, purpose)) {
                codes.add(element.code());
                names.add(element.name());
            }
        }
        names.remove(null);
        return new OpenElements(codes, names);
    }

    /** What may leave of a record whose members bear the elements' names; members keep their order. */
    public <T> Map<String, T> disclose(Map<String, T> record) {
        Map<String, T> left = new LinkedHashMap<>();
        record.forEach((name, value) -> {
            if (names.contains(name)) {
                left.put(name, value);
            }
        });
        return left;
    }
}
