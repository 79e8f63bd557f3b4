package id.padan.correction.intake;

import id.padan.correction.proposal.NewProposal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One row of a list, as far as it can be read. */
sealed interface ListRow {

    record Item(NewProposal proposal) implements ListRow {}

    record Unreadable() implements ListRow {}

    /** Members of a proposal by the names under which they may come: ours, SIASN's and the codes of annex 10.F. */
    enum Member {
        NIP("nip", "subjek", "subject", "f03"),
        ELEMENT("element", "elemen", "f05"),
        FIELD("field", "isian"),
        HISTORY_TYPE("historytype", "jenisriwayatid", "f04"),
        HISTORY_ROW("historyrow", "idbarisriwayat"),
        PRESENT("present", "nilaisekarang", "f06"),
        PROPOSED("proposed", "nilaiseharusnya", "f07"),
        EMPTIED("emptied", "kosongkan"),
        INDICATOR("indicator", "indikator", "f08"),
        PRIORITY("priority", "prioritas", "f10"),
        AID_IMPACT("aidimpact", "dampakbantuan"),
        SUBJECT_REQUEST("subjectrequest", "permintaansubjekdata", "f15");

        private static final Map<String, Member> BY_NAME = new HashMap<>();

        static {
            for (Member member : values()) {
                for (String name : member.names) {
                    BY_NAME.put(name, member);
                }
            }
        }

        @SuppressWarnings("ImmutableEnumChecker") // Set.of
        private final Set<String> names;

        Member(String... names) {
            this.names = Set.of(names);
        }

        /** Null for a name that means nothing here. */
        static Member find(String name) {
            return BY_NAME.get(name.strip().toLowerCase(Locale.ROOT).replaceAll("[ _\\-]", ""));
        }
    }

    /** @param values by member; what a row does not have is absent, what it says is empty is null */
    static ListRow of(Map<Member, String> values) {
        return new Item(new NewProposal(
                text(values, Member.NIP),
                text(values, Member.ELEMENT),
                text(values, Member.FIELD),
                text(values, Member.HISTORY_TYPE),
                text(values, Member.HISTORY_ROW),
                text(values, Member.PRESENT),
                values.containsKey(Member.PRESENT) && values.get(Member.PRESENT) == null,
                text(values, Member.PROPOSED),
                isTrue(values.get(Member.EMPTIED))
                        || values.containsKey(Member.PROPOSED) && values.get(Member.PROPOSED) == null,
                text(values, Member.INDICATOR),
                isTrue(values.get(Member.AID_IMPACT)) || isHigh(values.get(Member.PRIORITY)),
                isTrue(values.get(Member.SUBJECT_REQUEST))));
    }

    private static String text(Map<Member, String> values, Member member) {
        String value = values.get(member);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static boolean isTrue(String value) {
        return value != null
                && Set.of("true", "ya", "yes", "1").contains(value.strip().toLowerCase(Locale.ROOT));
    }

    private static boolean isHigh(String value) {
        return value != null && Set.of("high", "tinggi").contains(value.strip().toLowerCase(Locale.ROOT));
    }
}
