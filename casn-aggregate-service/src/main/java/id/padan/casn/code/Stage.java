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
    MS(5, Group.MS_SAJA),
    LULUS_SKD(6, Group.SKD_SAJA),
    SKB(7, Group.SKD_SAJA),
    LULUS_AKHIR(8, Group.MENUNGGU),
    DRH(9, Group.MENUNGGU),
    USUL_NIP(10, Group.MENUNGGU),
    TERBIT_NIP(11, Group.MENUNGGU),
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
        return Arrays.stream(values()).filter(stage -> stage.name().equals(name)).findFirst();
    }

    /**
     * Stages as they are published: where registrations stand now, and above them everybody who came at least so far. As a tree, a
     * difference between two steps of the funnel is itself a cell, which disclosure control then protects like any other.
     */
    public enum Group {
        PENDAFTAR(null, "Semua pendaftar"),
        BELUM_SUBMIT(PENDAFTAR, "Akun atau formulir, belum mengirim"),
        SUBMIT(PENDAFTAR, "Mengirim pendaftaran"),
        BELUM_VERIFIKASI(SUBMIT, "Belum diverifikasi"),
        TMS(SUBMIT, "Tidak memenuhi syarat"),
        MS(SUBMIT, "Memenuhi syarat"),
        MS_SAJA(MS, "Memenuhi syarat, tidak lulus SKD"),
        LULUS_SKD(MS, "Lulus SKD"),
        SKD_SAJA(LULUS_SKD, "Lulus SKD, tidak lulus akhir"),
        LULUS(LULUS_SKD, "Lulus akhir"),
        MENUNGGU(LULUS, "Lulus, menunggu penempatan"),
        PENEMPATAN(LULUS, "Ditempatkan");

        /** The steps of the funnel, each a part of the one before. */
        public static final List<Group> FUNNEL = List.of(PENDAFTAR, SUBMIT, MS, LULUS_SKD, LULUS, PENEMPATAN);

        private final Group parent;
        private final String title;

        Group(Group parent, String title) {
            this.parent = parent;
            this.title = title;
        }

        /** The step that holds this one; empty for all. */
        public Optional<Group> parent() {
            return Optional.ofNullable(parent);
        }

        /** In Indonesian, as officials read it. */
        public String title() {
            return title;
        }
    }
}
