package id.padan.agreement.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.agreement.usage.HalfYears;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordStateTest {

    private static final Set<String> BOTH = Set.of("kemnaker", "bkn");

    @Test
    void goesFromDraftToReceiptOneStepAtATime() {
        var checked = new RecordState.Draft("petugas").check("verifikator");
        var half = checked.sign("pejabat.kemnaker", "kemnaker", BOTH);
        assertThat(half).isEqualTo(new RecordState.Checked("petugas", Set.of("kemnaker")));

        var signed = ((RecordState.Checked) half).sign("pejabat.bkn", "bkn", BOTH);
        assertThat(signed).isInstanceOf(RecordState.Signed.class);
        var sent = ((RecordState.Signed) signed).send();
        assertThat(sent.receive().name()).isEqualTo("RECEIVED");
        assertThat(sent.refuse().name()).isEqualTo("REFUSED");
    }

    @Test
    void aReportIsSignedByOneParty() {
        var checked = new RecordState.Checked("petugas", Set.of());

        assertThat(checked.sign("pejabat.kemnaker", "kemnaker", Set.of("kemnaker")))
                .isInstanceOf(RecordState.Signed.class);
    }

    @Test
    void theDrafterNeitherChecksNorSigns() {
        assertThatThrownBy(() -> new RecordState.Draft("petugas").check("petugas"))
                .isInstanceOf(RecordState.SameEyes.class);
        assertThatThrownBy(() -> new RecordState.Checked("petugas", Set.of()).sign("petugas", "kemnaker", BOTH))
                .isInstanceOf(RecordState.SameEyes.class);
    }

    @Test
    void readsBackWhatItStores() {
        for (var name : new String[] {"DRAFT", "CHECKED", "SIGNED", "SENT", "RECEIVED", "REFUSED"}) {
            assertThat(RecordState.of(name, "petugas", Set.of()).name()).isEqualTo(name);
        }
        assertThatThrownBy(() -> RecordState.of("LOST", "petugas", Set.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void halfYearsBeginWithTheFirstDayAndEndWithTheLast() {
        var periods = HalfYears.of(LocalDate.of(2024, 8, 15), LocalDate.of(2027, 8, 15));

        assertThat(periods).hasSize(7);
        assertThat(periods.getFirst())
                .isEqualTo(new HalfYears.Period(LocalDate.of(2024, 8, 15), LocalDate.of(2024, 12, 31)));
        assertThat(periods.get(1)).isEqualTo(new HalfYears.Period(LocalDate.of(2025, 1, 1), LocalDate.of(2025, 6, 30)));
        assertThat(periods.getLast())
                .isEqualTo(new HalfYears.Period(LocalDate.of(2027, 7, 1), LocalDate.of(2027, 8, 15)));
    }
}
