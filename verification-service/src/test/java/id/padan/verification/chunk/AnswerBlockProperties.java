package id.padan.verification.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.verification.answer.Answer;
import id.padan.verification.list.RowStatus;
import id.padan.verification.list.RowWarning;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AnswerBlockProperties {
    @Property(tries = 200)
    void givesBackWhatWasPut(@ForAll @Size(min = 1, max = 300) @IntRange(max = 31) int[] rows) {
        var block = new AnswerBlock(rows.length);
        for (int i = 0; i < rows.length; i++) {
            if ((rows[i] & 16) != 0) {
                block.unmapped(i);
            } else {
                block.answer(i, Answer.values()[rows[i] & 3]);
            }
            if ((rows[i] & 4) != 0) {
                block.shared(i);
            }
            if ((rows[i] & 8) != 0) {
                block.notValidated(i);
            }
        }
        var bytes = block.toBytes();
        var read = AnswerBlock.of(bytes);
        assertThat(read.rows()).isEqualTo(rows.length);
        for (int i = 0; i < rows.length; i++) {
            boolean unmapped = (rows[i] & 16) != 0;
            assertThat(read.status(i)).isEqualTo(unmapped ? RowStatus.STATUS_UNMAPPED : RowStatus.ANSWERED);
            if (!unmapped) {
                assertThat(read.answer(i)).isEqualTo(Answer.values()[rows[i] & 3]);
            }
            int warnings = ((rows[i] & 4) != 0 ? RowWarning.NIK_SHARED.bit() : 0)
                    | ((rows[i] & 8) != 0 ? RowWarning.NIK_NOT_VALIDATED.bit() : 0);
            assertThat(read.warnings(i)).isEqualTo(warnings);
        }
        assertThatThrownBy(() -> AnswerBlock.of(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
