package id.padan.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShipmentTest {

    private static OutboxRow claim(long... records) {
        return row("asn.block", null, records);
    }

    private static OutboxRow plain() {
        return row("asn.mapping", "{}", null);
    }

    private static OutboxRow row(String type, String payload, long[] records) {
        return new OutboxRow(UuidV7.next(), "topic", "key", type, payload, records, Instant.EPOCH);
    }

    private static List<OutboxRow> rowsOf(List<Shipment> shipments) {
        return shipments.stream().flatMap(one -> one.rows().stream()).toList();
    }

    @Test
    void neighbouringClaimChecksGoTogetherAndEachRecordOnce() {
        var rows = List.of(claim(1), claim(2), claim(1, 3));
        var shipments = Shipment.of(rows);
        assertThat(shipments).hasSize(1);
        assertThat(shipments.getFirst().row().records()).containsExactly(1, 2, 3);
        assertThat(shipments.getFirst().rows()).isEqualTo(rows);
    }

    @Test
    void oneRowAloneStaysAsItIs() {
        var alone = claim(7);
        assertThat(Shipment.of(List.of(alone)).getFirst().row()).isSameAs(alone);
    }

    @Test
    void noRowPassesAnother() {
        var rows = List.of(plain(), claim(1), claim(2), plain(), claim(3), claim(4), plain(), plain());
        var shipments = Shipment.of(rows);
        assertThat(rowsOf(shipments)).isEqualTo(rows);
        assertThat(shipments).extracting(one -> one.rows().size()).containsExactly(1, 2, 1, 2, 1, 1);
    }

    @Test
    void claimsOfAnotherKindDoNotJoin() {
        var rows = List.of(claim(1), row("asn.other", null, new long[] {2}), claim(3));
        assertThat(Shipment.of(rows)).hasSize(3);
    }

    @Test
    void aPlainRowIsNeverTakenForAClaimOfItsKind() {
        var empty = row("asn.block", null, new long[0]);
        assertThat(Shipment.of(List.of(row("asn.block", "{}", null), empty))).hasSize(2);
    }

    @Test
    void noGroupIsLargerThanABlock() {
        var block = claim(LongStream.range(0, Shipment.RECORDS).toArray());
        assertThat(Shipment.of(List.of(claim(-1), block, claim(-2)))).hasSize(3);
        var shipments =
                Shipment.of(IntStream.range(0, 10_001).mapToObj(i -> claim(i)).toList());
        assertThat(shipments).extracting(one -> one.row().records().length).containsExactly(5_000, 5_000, 1);
    }

    /** After a crash between sending and marking the same rows may be grouped otherwise. */
    @Test
    void eachGroupingHasIdsOfItsOwnAndTheSameOneRepeatsThem() {
        var a = claim(1);
        var b = claim(2);
        var c = claim(3);
        var groups = List.of(List.of(a, b), List.of(a, c), List.of(a, b, c), List.of(a, c, b), List.of(b, c));
        var ids = new HashSet<UUID>();
        for (var group : groups) {
            var row = Shipment.of(group).getFirst().row();
            assertThat(row.id()).isEqualTo(Shipment.of(group).getFirst().row().id());
            assertThat(row.id().version()).isEqualTo(7);
            assertThat(row.id().variant()).isEqualTo(2);
            IntStream.range(0, 1 << 16).forEach(n -> ids.add(UuidV7.derived(row.id(), n)));
        }
        for (var alone : Arrays.asList(a, b, c)) {
            IntStream.range(0, 1 << 16).forEach(n -> ids.add(UuidV7.derived(alone.id(), n)));
        }
        assertThat(ids).hasSize((groups.size() + 3) << 16);
    }
}
