package id.padan.cli.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The {@code kedudukanHukum} codes of the samples with the answer that domain 2.2 proposes for each: an own reading of that table,
 * independent of the directory's, so that the two can be compared. Weights are per 100,000 persons of a kind.
 */
enum LegalStatus {
    S01("01", "Aktif", Answer.ACTIVE, 96_400, 0, 300),
    S02("02", "CLTN", Answer.INACTIVE, 400, 0, 0),
    S03("03", "Tugas Belajar", Answer.ACTIVE, 500, 0, 0),
    S04("04", "Pemberhentian Sementara", Answer.INACTIVE, 200, 0, 0),
    S05("05", "Penerima Uang Tunggu", Answer.INACTIVE, 20, 0, 20),
    S06("06", "Prajurit Wajib", Answer.INACTIVE, 10, 0, 10),
    S07("07", "Pejabat Negara", Answer.INACTIVE, 50, 0, 20),
    S08("08", "Kepala Desa", Answer.ACTIVE, 50, 0, 0),
    S09("09", "Sedang dlm Proses Banding BAPEK", Answer.INACTIVE, 50, 0, 0),
    S11("11", "Pegawai Titipan", Answer.ACTIVE, 40, 0, 0),
    S12("12", "Pengungsi", Answer.ACTIVE, 10, 0, 0),
    S13("13", "Perpanjangan CLTN", Answer.INACTIVE, 60, 0, 0),
    S14("14", "PNS yang dinyatakan hilang", Answer.INACTIVE, 20, 0, 20),
    S15("15", "PNS kena hukuman disiplin", Answer.ACTIVE, 150, 0, 0),
    S16("16", "Pemindahan dalam rangka penurunan Jabatan", Answer.ACTIVE, 40, 0, 0),
    S20("20", "Masa Persiapan Pensiun", Answer.ACTIVE, 300, 0, 0),
    S51("51", "CPNS yang belum menerima SK CPNS", Answer.INACTIVE, 100, 0, 0),
    S52("52", "Tidak Aktif", Answer.INACTIVE, 300, 0, 500),
    S66("66", "Diberhentikan", Answer.INACTIVE, 500, 400, 1_000),
    S67("67", "Punah", Answer.INACTIVE, 20, 0, 30),
    S68("68", "Eks PNS Timor Timur", Answer.INACTIVE, 10, 0, 100),
    S69("69", "TMS Dari Pengadaan", Answer.NOT_FOUND, 60, 60, 0),
    S70("70", "Pembatalan NIP", Answer.NOT_FOUND, 60, 60, 0),
    S71("71", "PPPK Aktif", Answer.ACTIVE, 0, 98_000, 0),
    S72("72", "", Answer.INACTIVE, 0, 700, 0),
    S73("73", "", Answer.INACTIVE, 0, 600, 0),
    S77("77", "Pemberhentian tanpa hak pensiun", Answer.INACTIVE, 150, 0, 800),
    S88("88", "Pemberhentian dengan hak pensiun", Answer.RETIRED, 100, 0, 17_000),
    S89("89", "Tidak aktif tetapi diusulkan Pensiun", Answer.INACTIVE, 100, 0, 1_500),
    S90("90", "Tidak Ikut PUPNS 2015", Answer.INACTIVE, 100, 0, 1_000),
    S91("91", "Tindak Pidana/ Tindak Pidana Jabatan", Answer.INACTIVE, 20, 0, 50),
    S92("92", "Pemblokiran Data PNS", Answer.INACTIVE, 60, 0, 50),
    S98("98", "Mencapai BUP", Answer.RETIRED, 0, 0, 9_600),
    S99("99", "Pensiun", Answer.RETIRED, 100, 0, 68_000),
    /** Codes of no table: they must get no answer at all (domain 2.3 rule 2). */
    S55("55", "", null, 20, 0, 0),
    S74("74", "", null, 0, 180, 0);

    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // written once, to files only
    private final byte[] codeBytes;

    @SuppressWarnings("ImmutableEnumChecker") // written once, to files only
    private final byte[] nameBytes;

    private final Answer answer;
    private final int serving;
    private final int contract;
    private final int retired;

    private static final LegalStatus[] SERVING = spread(0);
    private static final LegalStatus[] CONTRACT = spread(1);
    private static final LegalStatus[] RETIRED = spread(2);

    LegalStatus(String code, String name, Answer answer, int serving, int contract, int retired) {
        this.code = code;
        this.codeBytes = code.getBytes(StandardCharsets.US_ASCII);
        this.nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        this.answer = answer;
        this.serving = serving;
        this.contract = contract;
        this.retired = retired;
    }

    /** Ten thousand places, so that picking is one array access. */
    private static LegalStatus[] spread(int kind) {
        LegalStatus[] places = new LegalStatus[10_000];
        LegalStatus common = kind == 0 ? S01 : kind == 1 ? S71 : S99;
        Arrays.fill(places, common);
        int next = 0;
        for (LegalStatus status : values()) {
            int weight = kind == 0 ? status.serving : kind == 1 ? status.contract : status.retired;
            if (status != common) {
                int count = weight / 10;
                Arrays.fill(places, next, next + count, status);
                next += count;
            }
        }
        return places;
    }

    static LegalStatus serving(long hash) {
        return SERVING[Shuffle.below(hash, SERVING.length)];
    }

    static LegalStatus contract(long hash) {
        return CONTRACT[Shuffle.below(hash, CONTRACT.length)];
    }

    static LegalStatus retired(long hash) {
        return RETIRED[Shuffle.below(hash, RETIRED.length)];
    }

    String code() {
        return code;
    }

    byte[] codeBytes() {
        return codeBytes;
    }

    byte[] nameBytes() {
        return nameBytes;
    }

    /** Empty for a code that the mapping does not know. */
    Optional<Answer> answer() {
        return Optional.ofNullable(answer);
    }
}
