package id.padan.cli.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Names that nobody can take for a person's, and the few reference values that the samples use. */
final class Words {
    private static final byte[][] FIRST = bytes("CONTOH", "SAMPEL", "REKAAN", "FIKTIF", "TIRUAN", "UJICOBA", "BUATAN");
    private static final byte[][] SECOND = bytes(
            "MELATI",
            "KENANGA",
            "CEMPAKA",
            "ANGGREK",
            "FLAMBOYAN",
            "KAMBOJA",
            "MERANTI",
            "CENDANA",
            "ULIN",
            "JATI",
            "BERINGIN",
            "RAMBUTAN",
            "MANGGIS",
            "SALAK",
            "DURIAN",
            "NANGKA",
            "KELAPA",
            "PANDAN",
            "SERAI",
            "KUNYIT");
    private static final byte[][] THIRD = bytes(
            "MERAH", "JINGGA", "KUNING", "HIJAU", "BIRU", "NILA", "UNGU", "PUTIH", "KELABU", "COKELAT", "PERAK",
            "TEMBAGA");
    private static final byte[][] FOURTH = bytes(
            "SATU",
            "DUA",
            "TIGA",
            "EMPAT",
            "LIMA",
            "ENAM",
            "TUJUH",
            "DELAPAN",
            "SEMBILAN",
            "SEPULUH",
            "SEBELAS",
            "DUABELAS");

    private Words() {}

    private static byte[][] bytes(String... words) {
        return Arrays.stream(words)
                .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    static void name(Lines lines, long hash) {
        lines.put(FIRST[Shuffle.below(hash, FIRST.length)])
                .put(' ')
                .put(SECOND[Shuffle.below(Shuffle.mix(hash, 1), SECOND.length)])
                .put(' ')
                .put(THIRD[Shuffle.below(Shuffle.mix(hash, 2), THIRD.length)])
                .put(' ')
                .put(FOURTH[Shuffle.below(Shuffle.mix(hash, 3), FOURTH.length)]);
    }

    /** An agency by its SIASN id. */
    record Agency(byte[] id, byte[] name, byte[] code, boolean labour) {
        private static Agency of(String id, String name, String code) {
            return new Agency(
                    id.getBytes(StandardCharsets.US_ASCII),
                    name.getBytes(StandardCharsets.US_ASCII),
                    code.getBytes(StandardCharsets.US_ASCII),
                    code.equals("3013"));
        }
    }

    private static final int LABOUR_ONE_OF = 400;

    private static final Agency[] AGENCIES = {
        Agency.of("A5EB03E23AFAF6A0E040640A040252AD", "Kementerian Ketenagakerjaan", "3013"),
        Agency.of("A5EB03E23B00F6A0E040640A040252AD", "Badan Kepegawaian Negara", "4011"),
        Agency.of("A5EB03E23BF7F6A0E040640A040252AD", "Kementerian Keuangan", "3005"),
        Agency.of("A5EB03E23AF9F6A0E040640A040252AD", "Kementerian Kesehatan", "3011"),
        Agency.of("A5EB03E23BFBF6A0E040640A040252AD", "Kementerian Agama", "3012"),
        Agency.of("A5EB03E23B74F6A0E040640A040252AD", "Pemerintah Provinsi Jawa Barat", "6100"),
        Agency.of("A5EB03E23C47F6A0E040640A040252AD", "Pemerintah Kota Bandung", "6171"),
        Agency.of("A5EB03E23B44F6A0E040640A040252AD", "Pemerintah Kota Surabaya", "6571"),
        Agency.of("A5EB03E23BD7F6A0E040640A040252AD", "Pemerintah Provinsi Papua", "8000"),
        Agency.of("A5EB03E23D22F6A0E040640A040252AD", "Pemerintah Provinsi Papua Barat", "8200"),
        Agency.of("EB512F19A39B2F79E050640AF1082DE3", "Pemerintah Provinsi Papua Selatan", "8500"),
        Agency.of("EB512F19A39A2F79E050640AF1082DE3", "Pemerintah Provinsi Papua Pegunungan", "8700"),
    };

    /** Kemnaker's own are few among all ASN: whom it may see would else be a good part of the register. */
    static Agency agency(long hash) {
        return Shuffle.below(Shuffle.mix(hash, 5), LABOUR_ONE_OF) == 0
                ? AGENCIES[0]
                : AGENCIES[1 + Shuffle.below(hash, AGENCIES.length - 1)];
    }

    /** A functional position under Kemnaker's guidance (domain 4.1). */
    record Position(byte[] id, byte[] name) {
        private static Position of(String id, String name) {
            return new Position(id.getBytes(StandardCharsets.US_ASCII), name.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static final Position[] POSITIONS = {
        Position.of("A5EB03E23EA1F6A0E040640A040252AD", "Pengawas Ketenagakerjaan Ahli Pertama"),
        Position.of("A5EB03E23EA0F6A0E040640A040252AD", "Pengawas Ketenagakerjaan Ahli Muda"),
        Position.of("A5EB03E23E9FF6A0E040640A040252AD", "Pengawas Ketenagakerjaan Ahli Madya"),
        Position.of("8ae482875c79d9af015c7b4e55a20170", "Penguji Keselamatan dan Kesehatan Kerja Ahli Pertama"),
        Position.of("A5EB03E23FA3F6A0E040640A040252AD", "Instruktur Terampil"),
        Position.of("A5EB03E23FA0F6A0E040640A040252AD", "Instruktur Ahli Pertama"),
        Position.of("A5EB03E24046F6A0E040640A040252AD", "Mediator Hubungan Industrial Ahli Pertama"),
        Position.of("A5EB03E23F65F6A0E040640A040252AD", "Pengantar Kerja Ahli Pertama"),
        Position.of("A5EB03E23F64F6A0E040640A040252AD", "Pengantar Kerja Ahli Muda"),
    };

    static Position position(long hash) {
        return POSITIONS[Shuffle.below(hash, POSITIONS.length)];
    }

    /** A rank by SIASN's id and name; PPPK have their own numbering. */
    record Rank(byte[] id, byte[] name) {
        private static Rank of(String id, String name) {
            return new Rank(id.getBytes(StandardCharsets.US_ASCII), name.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static final Rank[] PERMANENT_RANKS = {
        Rank.of("21", "II/a"),
        Rank.of("22", "II/b"),
        Rank.of("23", "II/c"),
        Rank.of("24", "II/d"),
        Rank.of("31", "III/a"),
        Rank.of("32", "III/b"),
        Rank.of("33", "III/c"),
        Rank.of("34", "III/d"),
        Rank.of("41", "IV/a"),
        Rank.of("42", "IV/b"),
    };
    private static final Rank[] CONTRACT_RANKS = {
        Rank.of("5", "V"), Rank.of("7", "VII"), Rank.of("9", "IX"), Rank.of("10", "X"),
    };

    static Rank rank(boolean contract, long hash) {
        Rank[] ranks = contract ? CONTRACT_RANKS : PERMANENT_RANKS;
        return ranks[Shuffle.below(hash, ranks.length)];
    }
}
