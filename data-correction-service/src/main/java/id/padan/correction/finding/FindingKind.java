package id.padan.correction.finding;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a finding is about; the names are F-08's codes (domain.md 7.4 and 10.F). What damages an answer to an aid programme comes first. */
enum FindingKind {
    NIK_GANDA("A-04", null, true, 300, "satu NIK pada dua orang", List.of("A-04")),
    STATUS_BERTENTANGAN("A-13", null, true, 250, "status saling bertentangan", List.of("A-13", "A-15")),
    TIM_5("A-13", null, true, 493, "lewat BUP masih aktif", List.of("A-13", "A-44")),
    TIM_6("A-13", null, true, 423, "CLTN lewat", List.of("A-13", "I")),
    ACC_4("A-13", null, true, 286, "PPPK salah kedudukan hukum", List.of("A-12", "A-13")),
    ACC_5("A-05", null, true, 143, "NIK belum valid", List.of("A-05")),
    CON_1("A-43", "tmtCpns", false, 275, "TMT CPNS dan NIP", List.of("A-02", "A-43")),
    CON_2("A-10", null, false, 275, "tanggal lahir dan NIP", List.of("A-02", "A-10")),
    CON_3("A-11", null, false, 275, "jenis kelamin dan NIP", List.of("A-02", "A-11")),
    CON_4("A-43", "tmtPppk", false, 275, "tahun PPPK dan NI PPPK", List.of("A-02", "A-43")),
    REFERENSI_YATIM("A-29", null, false, 100, "jabatan tidak ada pada referensi", List.of("A-29", "A-31"));

    private static final int DAMAGES_ANSWER = 1_000;

    /** What a proposal would correct (F-05). */
    final String element;

    final String field;
    final boolean aidImpact;
    /** Higher comes first: the indicator's weight in the index, and those that damage an answer before all others. */
    final int score;

    final String title;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> elements;

    FindingKind(String element, String field, boolean aidImpact, int weight, String title, List<String> elements) {
        this.element = element;
        this.field = field;
        this.aidImpact = aidImpact;
        this.score = weight + (aidImpact ? DAMAGES_ANSWER : 0);
        this.title = title;
        this.elements = elements;
    }

    /** Whether who may read these elements may know of it. */
    boolean isOpen(Set<String> codes) {
        return codes.containsAll(elements);
    }

    /** The kind that an indicator of the register stands for; most stand for none. */
    static Optional<FindingKind> ofIndicator(String indicator) {
        return switch (indicator) {
            case "NIK_SHARED" -> Optional.of(NIK_GANDA);
            case "DECEASED_ACTIVE", "CONTRACT_OVER" -> Optional.of(STATUS_BERTENTANGAN);
            default ->
                Arrays.stream(values())
                        .filter(kind -> kind.name().equals(indicator))
                        .findFirst();
        };
    }

    /** What the NIP itself says the value should be; a proposal that a human looks at, and null where it says nothing. */
    String suggestion(String nip) {
        try {
            return switch (this) {
                case CON_1 ->
                    LocalDate.of(number(nip, 8, 12), number(nip, 12, 14), 1).toString();
                case CON_2 ->
                    LocalDate.of(number(nip, 0, 4), number(nip, 4, 6), number(nip, 6, 8))
                            .toString();
                case CON_3 -> nip.charAt(14) == '1' ? "M" : nip.charAt(14) == '2' ? "F" : null;
                case TIM_5 -> "99";
                default -> null;
            };
        } catch (DateTimeException noDay) {
            return null;
        }
    }

    private static int number(String nip, int from, int to) {
        return Integer.parseInt(nip.substring(from, to));
    }
}
