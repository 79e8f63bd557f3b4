package id.padan.directory.quality;

import id.padan.directory.quality.Scanned.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;

/**
 * Who may share something with whom, met while each record is scanned: PostgreSQL would read the whole register three times more to group
 * it. Of a NIP and of a NIK's look-up value only a number is kept, 16 bytes a record; those few that were met twice are looked at again.
 */
final class Encounters {

    private final LongStream.Builder nips = LongStream.builder();
    private final LongStream.Builder niks = LongStream.builder();
    private final LongStream.Builder seats = LongStream.builder();
    private final LongStream.Builder seated = LongStream.builder();
    private final Set<String> functional = new HashSet<>();
    private final Map<String, LongStream.Builder> general = new HashMap<>();

    void meet(Scanned record) {
        nips.add(Long.parseLong(record.nip));
        if (record.nik != null) {
            niks.add(record.nik.getMostSignificantBits());
        }
        if (record.holdsSeat()) {
            seats.add(number(record));
            seated.add(record.no);
        }
        String name = record.text(Field.JABATAN_FUNGSIONAL_NAMA);
        if (name != null && record.is(Field.JENIS_JABATAN, "2")) {
            functional.add(name);
        }
        String other = record.text(Field.JABATAN_UMUM_NAMA);
        if (other != null && record.is(Field.JENIS_JABATAN, "4")) {
            general.computeIfAbsent(other, none -> LongStream.builder()).add(record.no);
        }
    }

    /** Two seats seldom have the same one; if they do, their holders are looked at in vain. */
    private static long number(Scanned record) {
        return (long) record.text(Field.UNOR).hashCode() << 32
                | record.text(Field.JABATAN_STRUKTURAL).hashCode() & 0xffff_ffffL;
    }

    /**
     * Those that may share something.
     *
     * @param nips NIPs of two records
     * @param functional names of functional positions, in capitals
     * @param records numbers of the records to look at again
     */
    record Met(Set<String> nips, Set<String> functional, long[] records) {}

    static Met of(Handle handle, Collection<Encounters> parts) {
        Set<String> functional = parts.stream()
                .flatMap(part -> part.functional.stream())
                .map(AtLarge::capitals)
                .collect(Collectors.toSet());
        List<String> nips = twice(all(parts, part -> part.nips))
                .mapToObj("%018d"::formatted)
                .toList();
        LongStream records = LongStream.concat(
                handle
                        .createQuery("select no from asn_record where not removed and nip = any(:nips)")
                        .bindArray("nips", String.class, nips)
                        .mapTo(long.class)
                        .list()
                        .stream()
                        .mapToLong(Long::longValue),
                LongStream.concat(
                        sharers(handle, twice(all(parts, part -> part.niks)).toArray()),
                        LongStream.concat(seatedTwice(parts), named(parts, functional))));
        return new Met(Set.copyOf(nips), functional, records.sorted().distinct().toArray());
    }

    /** Each by the index, which "offset 0" leaves no choice about: in a join the planner reads the whole register for each. */
    private static LongStream sharers(Handle handle, long[] niks) {
        return handle
                .createQuery("""
                        select no from unnest(:first, :last) as met (first, last) cross join lateral (
                            select no from asn_record
                            where nik_lookup between met.first and met.last and not removed offset 0) as having_it""")
                .bindArray(
                        "first",
                        UUID.class,
                        Arrays.stream(niks).mapToObj(nik -> new UUID(nik, 0)).toArray())
                .bindArray(
                        "last",
                        UUID.class,
                        Arrays.stream(niks).mapToObj(nik -> new UUID(nik, -1)).toArray())
                .mapTo(long.class)
                .list()
                .stream()
                .mapToLong(Long::longValue);
    }

    private static LongStream seatedTwice(Collection<Encounters> parts) {
        long[] seats = all(parts, part -> part.seats).toArray();
        long[] seated = all(parts, part -> part.seated).toArray();
        long[] twice = twice(Arrays.stream(seats)).toArray();
        return IntStream.range(0, seats.length)
                .filter(i -> Arrays.binarySearch(twice, seats[i]) >= 0)
                .mapToLong(i -> seated[i]);
    }

    private static LongStream named(Collection<Encounters> parts, Set<String> functional) {
        return parts.stream()
                .flatMap(part -> part.general.entrySet().stream())
                .filter(name -> functional.contains(AtLarge.capitals(name.getKey())))
                .flatMapToLong(name -> name.getValue().build());
    }

    private static LongStream all(Collection<Encounters> parts, Function<Encounters, LongStream.Builder> which) {
        return parts.stream().map(which).map(LongStream.Builder::build).reduce(LongStream.empty(), LongStream::concat);
    }

    /** Ascending, each once. */
    private static LongStream twice(LongStream numbers) {
        long[] sorted = numbers.sorted().toArray();
        return IntStream.range(1, sorted.length)
                .filter(i -> sorted[i] == sorted[i - 1] && (i == 1 || sorted[i] != sorted[i - 2]))
                .mapToLong(i -> sorted[i]);
    }
}
