package id.padan.casn.code;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How far a registration has come (annex E-12). The number only rises: an appeal turns {@code TMS} into {@code MS}, and nothing but a
 * correction leads back.
 */
public enum Stage {
    AKUN(0, Group.BELUM_SUBMIT),
    ISI_FORM(1, Group.BELUM_SUBMIT),
    SUBMIT(2, Group.BELUM_VERIFIKASI),
    BELUM_VERIFIKASI(3, Group.BELUM_VERIFIKASI),
    TMS(4, Group.TMS),
    MS(5, Group.MS),
    LULUS_SKD(6, Group.LULUS_SKD),
    SKB(7, Group.LULUS_SKD),
    LULUS_AKHIR(8, Group.LULUS),
    DRH(9, Group.LULUS),
    USUL_NIP(10, Group.LULUS),
    TERBIT_NIP(11, Group.LULUS),
    PENEMPATAN(12, Group.PENEMPATAN);

    private final int number;
    private final Group group;

    Stage(int number, Group group) {
        this.number = number;
        this.group = group;
    }

    /** As stored; never changes. */
    public int number() {
        return number;
    }

    public Group group() {
        return group;
    }

    public static Optional<Stage> find(String name) {
        return Arrays.stream(values())
                .filter(stage -> stage.name().equals(name))
                .findFirst();
    }

    /** Where registrations stand now, as it is published: everybody is in one group. */
    public enum Group {
        BELUM_SUBMIT("Akun atau formulir, belum mengirim"),
        BELUM_VERIFIKASI("Mengirim, belum diverifikasi"),
        TMS("Tidak memenuhi syarat"),
        MS("Memenuhi syarat, tidak sampai lulus SKD"),
        LULUS_SKD("Lulus SKD, tidak sampai lulus akhir"),
        LULUS("Lulus akhir, menunggu penempatan"),
        PENEMPATAN("Ditempatkan");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        /** In Indonesian, as officials read it. */
        public String title() {
            return title;
        }
    }

    /** A step of the funnel: everybody who came at least so far. */
    public enum Step {
        PENDAFTAR("Pendaftar", Group.BELUM_SUBMIT),
        SUBMIT("Mengirim", Group.BELUM_VERIFIKASI),
        MS("Memenuhi syarat", Group.MS),
        LULUS_SKD("Lulus SKD", Group.LULUS_SKD),
        LULUS("Lulus akhir", Group.LULUS),
        PENEMPATAN("Ditempatkan", Group.PENEMPATAN);

        private final String title;
        private final Group first;

        Step(String title, Group first) {
            this.title = title;
            this.first = first;
        }

        public String title() {
            return title;
        }

        /** Who is counted in it: whoever stands here or further on. */
        public List<Group> groups() {
            return Arrays.stream(Group.values())
                    .filter(group -> group.compareTo(first) >= 0)
                    .toList();
        }
    }
}
