package id.padan.verification.receipt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.caller.Callers;
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
import id.padan.verification.disclosure.ReportingResults;
import id.padan.verification.list.RowStatus;
import id.padan.verification.quota.ResultHolds;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The receipt of one row of a list, for the party that sent it. It is an answer, so it passes the gate. */
@Path("/api/verification/v1/batches/{id}/results/{row}/receipt")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
@RunOnVirtualThread
class RowReceiptResource {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final Callers callers;
    private final Batches batches;
    private final AgreementGate gate;
    private final ContentKeys contentKeys;
    private final ChunkReaders readers;
    private final ResultHolds holds;
    private final ReportingResults reporting;
    private final ProofLog log;

    RowReceiptResource(
            Callers callers,
            Batches batches,
            AgreementGate gate,
            ContentKeys contentKeys,
            ChunkReaders readers,
            ResultHolds holds,
            ReportingResults reporting,
            ProofLog log) {
        this.callers = callers;
        this.batches = batches;
        this.gate = gate;
        this.contentKeys = contentKeys;
        this.readers = readers;
        this.holds = holds;
        this.reporting = reporting;
        this.log = log;
    }

    /** The leaf of the row's part in its place, and the row's way to what it commits to. */
    @Schema(
            description =
                    "The leaf of the row's part with its path to a signed head, and the row with its path to that leaf.")
    record RowReceipt(@JsonUnwrapped ReceiptView receipt, Row row) {}

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
    record Row(
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

    @GET
    @Operation(
            summary = "Receipt of one row",
            description =
                    "Roles operator, system, verifier and approver of the party that sent the list. Shows this row and of its"
                            + " neighbours only salted hashes.")
    @APIResponse(responseCode = "200", description = "The receipt")
    @APIResponse(responseCode = "403", description = "The agreement does not open this now")
    @APIResponse(
            responseCode = "404",
            description = "No such list of your party, no such row, or a row without an answer")
    @APIResponse(
            responseCode = "409",
            description = "BATCH_NOT_COMPLETED, or BATCH_DESTROYED: the salts are gone for good")
    public RowReceipt get(@PathParam("id") String id, @PathParam("row") String number) {
        var caller = callers.require("operator", "system", "verifier", "approver");
        var batch = batches.getOwn(caller.party(), id);
        requireRows(batch);
        var access = batch.access();
        var unused = gate.require(access);
        gate.requireNotSuspended(caller);
        holds.requireReleased(batch.id());
        if (!NUMBER.matcher(number).matches()) {
            throw noRow();
        }
        long row = Long.parseLong(number);
        var chunk = batches.findChunkOfRow(batch, row).orElseThrow(RowReceiptResource::noRow);
        if (chunk.leaf() == null) {
            throw noRow();
        }
        var receipt = ReceiptView.of(log.find(chunk.leaf()).orElseThrow());
        var shown = new RowReceipt(
                receipt.withHref("/api/verification/v1/batches/" + batch.id() + "/results/" + row + "/receipt"),
                row(batch, chunk.manifest(), proof(batch, chunk.manifest(), row)));
        reporting.row(batch, caller, row);
        return shown;
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

    private static void requireRows(Batch batch) {
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

    private static ProblemException noRow() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "The list has no such row, or the row was not answered and has no leaf.",
                "Daftar tidak memuat baris itu, atau barisnya tidak terjawab sehingga tidak ada entri log.");
    }
}
