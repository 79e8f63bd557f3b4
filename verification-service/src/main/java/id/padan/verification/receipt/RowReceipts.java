package id.padan.verification.receipt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import id.padan.platform.nik.Nik;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.ProofLog;
import id.padan.verification.answer.Answer;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.BatchProblem;
import id.padan.verification.batch.BatchState;
import id.padan.verification.batch.Batches;
import id.padan.verification.chunk.AnswerBlock;
import id.padan.verification.chunk.ChunkManifest;
import id.padan.verification.chunk.ChunkMatcher;
import id.padan.verification.chunk.ChunkReaders;
import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.RowProof;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.list.RowStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Makes the receipt of one row from the list's parts, as long as the list is kept. */
@ApplicationScoped
public class RowReceipts {
    private final Batches batches;
    private final ContentKeys contentKeys;
    private final ChunkReaders readers;
    private final ProofLog log;

    RowReceipts(Batches batches, ContentKeys contentKeys, ChunkReaders readers, ProofLog log) {
        this.batches = batches;
        this.contentKeys = contentKeys;
        this.readers = readers;
        this.log = log;
    }

    /** The leaf of the row's part in its place, and the row's way to what it commits to. */
    @Schema(
            description =
                    "The leaf of the row's part with its path to a signed head, and the row with its path to that leaf.")
    public record RowReceipt(@JsonUnwrapped ReceiptView receipt, Row row) {}

    /**
     * The row itself; docs/formats/receipt.md says how it is hashed.
     *
     * @param nik absent if the cell has no 16 digits
     * @param cell the refused cell, if it was not empty
     * @param salt this row's own, 16 bytes in hexadecimal
     * @param place in its group of 64, from 0
     * @param group the hashes of the group's other rows, in base64
     * @param path to the root, each step L or R (the side of the neighbour) and its hash in base64
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RowReceiptRow")
    public record Row(
            UUID batch,
            int chunk,
            long number,
            String nik,
            String cell,
            RowStatus status,
            Answer answer,
            String salt,
            int place,
            String group,
            List<String> path) {}

    /**
     * @param row from 1
     * @throws ProblemException BATCH_DESTROYED, BATCH_NOT_COMPLETED, or NOT_FOUND for a row that is not there or has no leaf
     */
    public RowReceipt make(Batch batch, long row) {
        requireRows(batch);
        var chunk = batches.findChunkOfRow(batch, row).orElseThrow(RowReceipts::noRow);
        if (chunk.leaf() == null) {
            throw noRow();
        }
        var receipt = ReceiptView.of(log.find(chunk.leaf()).orElseThrow());
        return new RowReceipt(
                receipt.withHref("/api/verification/v1/batches/" + batch.id() + "/results/" + row + "/receipt"),
                row(batch, chunk.manifest(), proof(batch, chunk.manifest(), row)));
    }

    private RowProof proof(Batch batch, ChunkManifest chunk, long row) {
        try {
            var key = contentKeys.unwrap(batch.wrappedKey(), batch.id(), batch.attempt());
            var reader = readers.borrow();
            byte[] encrypted;
            try {
                encrypted = reader.read(chunk);
            } finally {
                readers.giveBack(reader);
            }
            var rows = ChunkMatcher.open(chunk.id(), chunk.firstRow(), chunk.rows(), encrypted, key);
            var answers = batches.findAnswers(chunk.id()).orElseThrow(() -> destroyed());
            return RowProof.of(key, rows, AnswerBlock.of(answers.answers()), (int) (row - chunk.firstRow()));
        } catch (UnreadableChunk unreadable) {
            throw ProblemException.of(
                    BatchProblem.CHUNK_UNREADABLE,
                    "The row's part of the list can no longer be read: " + unreadable.getMessage() + ".",
                    "Bagian daftar yang memuat baris ini tidak dapat dibaca lagi.");
        }
    }

    private static Row row(Batch batch, ChunkManifest chunk, RowProof proof) {
        var base64 = Base64.getEncoder();
        return new Row(
                batch.id(),
                chunk.id().number(),
                proof.number(),
                proof.nik() == 0 ? null : Nik.of(proof.nik()).digits(),
                proof.odd(),
                proof.status(),
                proof.answer(),
                HexFormat.of().formatHex(proof.salt()),
                proof.place(),
                base64.encodeToString(proof.others()),
                proof.path().stream()
                        .map(step -> (step.left() ? "L" : "R") + base64.encodeToString(step.hash()))
                        .toList());
    }

    static void requireRows(Batch batch) {
        if (batch.state() == BatchState.DESTROYED) {
            throw destroyed();
        }
        if (!batch.state().hasResults()) {
            throw ProblemException.of(
                            BatchProblem.BATCH_NOT_COMPLETED,
                            "The list is " + batch.state() + "; rows have receipts once it is completed.",
                            "Daftar berstatus " + batch.state() + "; tanda terima baris tersedia setelah selesai.")
                    .with("state", batch.state());
        }
    }

    private static ProblemException destroyed() {
        return ProblemException.of(
                BatchProblem.BATCH_DESTROYED,
                "The list's retention has ended; its rows and their salts have been destroyed. The receipt of the whole list stays.",
                "Masa simpan daftar telah berakhir; baris dan garamnya sudah dimusnahkan. Tanda terima seluruh daftar tetap ada.");
    }

    static ProblemException noRow() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "The list has no such row, or the row was not answered and has no leaf.",
                "Daftar tidak memuat baris itu, atau barisnya tidak terjawab sehingga tidak ada entri log.");
    }
}
