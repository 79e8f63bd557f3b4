package id.padan.verification.list;

import id.padan.verification.answer.Answer;

/** What matching found for one chunk's rows; asked only for rows that intake left to be answered. Row indexes count from 0 in the chunk. */
public interface RowAnswers {

    /** {@code ANSWERED}, {@code STATUS_UNMAPPED}, {@code AS_OF_UNKNOWN} or {@code NOT_PROCESSED}. */
    RowStatus status(int index);

    /** Asked only where the status is {@code ANSWERED}. */
    Answer answer(int index);

    /** Bits of {@link RowWarning} that matching adds. */
    int warnings(int index);
}
