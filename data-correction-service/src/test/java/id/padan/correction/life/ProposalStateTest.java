package id.padan.correction.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.correction.life.ProposalState.IllegalMoveException;
import id.padan.correction.life.ProposalState.InSiasn;
import id.padan.correction.life.ProposalState.Submitted;
import id.padan.correction.life.ProposalState.UnderReview;
import id.padan.correction.life.ProposalState.Wire;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProposalStateTest {

    @Test
    void theMethodsOfTheStatesAreTheseTransitionsAndNoOthers() {
        Map<String, Set<String>> moves = new TreeMap<>();
        for (Class<?> state : ProposalState.class.getPermittedSubclasses()) {
            moves.put(
                    state.getSimpleName(),
                    Arrays.stream(state.getDeclaredMethods())
                            .filter(method -> ProposalState.class.isAssignableFrom(method.getReturnType()))
                            .map(Method::getName)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        assertThat(moves)
                .containsEntry("Submitted", Set.of("receive", "withdraw"))
                .containsEntry("Received", Set.of("review", "forward", "withdraw"))
                .containsEntry("UnderReview", Set.of("propose", "decide", "giveBack", "refuse", "forward", "withdraw"))
                .containsEntry(
                        "InSiasn", Set.of("report", "decide", "giveBack", "refuse", "withdraw", "complete", "reopen"))
                .containsEntry("Returned", Set.of("resubmit", "withdraw"))
                .containsEntry("NotCompetent", Set.of("review", "withdraw"))
                .containsEntry("Refused", Set.of())
                .containsEntry("Completed", Set.of())
                .containsEntry("Withdrawn", Set.of());
    }

    @Test
    void whatIsDecidedCanOnlyBeSettledByTheRecord() {
        InSiasn decided =
                new Submitted().receive().review().propose(new Usul("U-1", 12)).decide();
        List<Runnable> humans = List.of(
                decided::decide,
                decided::withdraw,
                () -> decided.report(new Usul(null, 17)),
                () -> decided.refuse(Reason.OTHER),
                () -> decided.giveBack(Reason.DATA_NOT_FITTING));
        assertThat(humans).allSatisfy(move -> assertThatThrownBy(move::run).isInstanceOf(IllegalMoveException.class));
        assertThat(decided.complete().wire()).isEqualTo(Wire.COMPLETED);
        assertThat(decided.reopen(Effect.DIFFERENT)).isEqualTo(new UnderReview(new Usul("U-1", 12), Effect.DIFFERENT));
        InSiasn open = new UnderReview(null, Effect.NONE).propose(new Usul("U-2", null));
        assertThatThrownBy(open::complete).isInstanceOf(IllegalMoveException.class);
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void eachStateComesBackFromTheStoreAsItWas(Wire wire) {
        assertThat(ProposalState.of(wire, new Usul("U", 12), Reason.OTHER, Effect.NONE)
                        .wire())
                .isEqualTo(wire);
    }

    @Test
    void siasnsCodesCollapseAsWritten() {
        Map<Usul.Meaning, Set<Integer>> meanings = IntStream.concat(IntStream.rangeClosed(1, 67), IntStream.of(99))
                .filter(Usul::isKnown)
                .boxed()
                .collect(Collectors.groupingBy(Usul::meaning, Collectors.toSet()));
        assertThat(meanings.get(Usul.Meaning.RETURNED)).containsExactlyInAnyOrder(5, 14, 34, 50, 51, 52, 56, 67);
        assertThat(meanings.get(Usul.Meaning.REFUSED)).containsExactlyInAnyOrder(6, 13);
        assertThat(meanings.get(Usul.Meaning.DONE)).containsExactlyInAnyOrder(11, 31);
        assertThat(meanings.get(Usul.Meaning.WITHDRAWN)).containsExactly(99);
        assertThat(meanings.get(Usul.Meaning.UNDER_WAY))
                .contains(1, 2, 3, 4, 12, 33, 66)
                .hasSize(54);
        assertThatThrownBy(() -> new Usul(null, 68)).hasMessageContaining("usulStatus");
    }

    @Test
    void reasonsReturnOrRefuse() {
        assertThat(Reason.codes(true)).containsExactly("50", "51", "67", "68");
        assertThat(Reason.codes(false)).containsExactly("52", "54", "55", "60", "61", "62", "63", "64");
        assertThat(Reason.find("53")).isEmpty();
    }
}
