package id.padan.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TreeProperties {
    private final TreeHash hash = new TreeHash();

    /** The definition of RFC 9162 2.1.1, word for word. */
    private byte[] mth(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return hash.empty();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        return hash.node(mth(leaves.subList(0, k)), mth(leaves.subList(k, leaves.size())));
    }

    private List<byte[]> leaves(int count) {
        var leaves = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            leaves.add(hash.leaf("leaf " + i));
        }
        return leaves;
    }

    private Proofs proofs(List<byte[]> leaves) {
        return new Proofs((level, index) -> mth(leaves.subList((int) (index << level), (int) ((index + 1) << level))));
    }

    @Example
    void hashesAreThoseOfCertificateTransparency() {
        // Published test vectors of RFC 6962's reference implementation: the empty tree, and one empty leaf.
        assertThat(HexFormat.of().formatHex(hash.empty()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(HexFormat.of().formatHex(hash.leaf("")))
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    @Property(tries = 200)
    void aLogThatGrowsInGroupsHasTheRootOfTheWhole(
            @ForAll @IntRange(max = 600) int before, @ForAll @IntRange(min = 1, max = 600) int added)
            throws ProofFault {
        var all = leaves(before + added);
        var peaks = before == 0
                ? List.<byte[]>of()
                : Growth.of(0, List.of(), all.subList(0, before), hash).peaks();

        var growth = Growth.of(before, peaks, all.subList(before, all.size()), hash);

        assertThat(growth.root()).isEqualTo(mth(all));
        assertThat(growth.peaks()).hasSize(Integer.bitCount(all.size()));
        for (int i = before; i < all.size(); i += 1 + added / 7) {
            assertThat(hash.root(all.get(i), i, all.size(), growth.path(i))).isEqualTo(mth(all));
            assertThat(growth.path(i)).containsExactlyElementsOf(proofs(all).inclusion(i, all.size()));
        }
    }

    @Property(tries = 300)
    void aPathProvesItsOwnLeafAtItsOwnPlaceOnly(
            @ForAll @IntRange(min = 1, max = 300) int size,
            @ForAll @IntRange(max = 299) int anyIndex,
            @ForAll @IntRange(max = 299) int anyOther)
            throws ProofFault {
        int index = anyIndex % size;
        int other = anyOther % size;
        var all = leaves(size);
        var path = proofs(all).inclusion(index, size);

        assertThat(hash.root(all.get(index), index, size, path)).isEqualTo(mth(all));
        if (other != index) {
            assertThat(provesAt(all.get(index), other, size, path, mth(all))).isFalse();
            assertThat(provesAt(all.get(other), index, size, path, mth(all))).isFalse();
        }
        assertThatThrownBy(() -> hash.root(all.get(index), size, size, path)).isInstanceOf(ProofFault.class);
    }

    private boolean provesAt(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
        try {
            return java.util.Arrays.equals(hash.root(leaf, index, size, path), root);
        } catch (ProofFault fault) {
            return false;
        }
    }

    @Property(tries = 300)
    void everyLogContinuesItsOwnBeginningAndNoOther(
            @ForAll @IntRange(min = 1, max = 300) int to, @ForAll @IntRange(max = 300) int anyFrom) throws ProofFault {
        int from = anyFrom % (to + 1);
        var all = leaves(to);
        var path = proofs(all).consistency(from, to);
        var before = mth(all.subList(0, from));
        var after = mth(all);

        hash.requireConsistent(from, before, to, after, path);
        if (from > 0) {
            var forged = before.clone();
            forged[3] ^= 1;
            assertThatThrownBy(() -> hash.requireConsistent(from, forged, to, after, path))
                    .isInstanceOf(ProofFault.class);
        }
        if (from < to) {
            var longer = new ArrayList<>(path);
            longer.add(after);
            assertThatThrownBy(() -> hash.requireConsistent(from, before, to, after, longer))
                    .isInstanceOf(ProofFault.class);
        }
    }
}
