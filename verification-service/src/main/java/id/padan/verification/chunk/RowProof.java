package id.padan.verification.chunk;

import id.padan.verification.answer.Answer;
import id.padan.verification.list.PackedRows;
import id.padan.verification.list.RowStatus;
import java.util.List;

/**
 * What proves one row to the root that its chunk's leaf commits to. Shows this row's cell and salt, and of its neighbours only salted
 * hashes.
 *
 * @param number the row's number in the list, from 1
 * @param nik 0 if the cell has no 16 digits
 * @param odd the refused cell's text; null if the NIK says it all or the cell was empty
 * @param answer null unless the status is ANSWERED
 * @param place of the row in its group, from 0
 * @param others the hashes of the other rows of the group, in order
 * @param path from the group's hash to the root
 */
public record RowProof(
        long number,
        long nik,
        String odd,
        RowStatus status,
        Answer answer,
        byte[] salt,
        int place,
        byte[] others,
        List<Step> path) {
    /** A neighbour on the way up, and on which side it stands. */
    public record Step(boolean left, byte[] hash) {}

    /** @param index of the row in its chunk, from 0 */
    public static RowProof of(byte[] dataKey, PackedRows rows, AnswerBlock answers, int index) {
        return new RowCommitments(dataKey).proof(rows, answers, index);
    }
}
