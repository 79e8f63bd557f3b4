package id.padan.agreement.record;

import id.padan.agreement.inputs.RecordKind;
import id.padan.agreement.rendering.RecordRenderer;
import id.padan.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** The files of records: made again from their inputs, and never handed out if they are not the ones that were drafted. */
@Singleton
class RecordFiles {
    private static final Logger LOG = Logger.getLogger(RecordFiles.class);

    private final RecordRenderer renderer = new RecordRenderer();

    RecordRenderer renderer() {
        return renderer;
    }

    byte[] make(RecordKind kind, String inputs) {
        return switch (kind) {
            case BERITA_ACARA_PEMADANAN -> renderer.matchingRecord(inputs);
            case LAPORAN_PEMANFAATAN -> renderer.usageReport(inputs);
        };
    }

    /**
     * The unsigned file.
     *
     * @throws ProblemException RECORD_NOT_REPRODUCIBLE if it is not byte for byte the one that was drafted
     */
    byte[] unsigned(OfficialRecord record) {
        var made = make(record.kind(), record.inputs());
        if (!RecordRenderer.sha256(made).equals(record.unsignedSha256())) {
            LOG.errorf(
                    "record %s is not made again as it was drafted; this program's form or libraries have changed",
                    record.id());
            throw ProblemException.of(
                    RecordProblem.RECORD_NOT_REPRODUCIBLE,
                    "The file made now differs from the one that was drafted. The signed file is unaffected.",
                    "Berkas yang dibuat sekarang berbeda dengan saat disusun. Berkas bertanda tangan tidak terpengaruh.");
        }
        return made;
    }

    /** The record as it stands: signed if anybody has signed. */
    byte[] current(OfficialRecord record) {
        return record.signed() == null ? unsigned(record) : record.signed().pdf();
    }
}
