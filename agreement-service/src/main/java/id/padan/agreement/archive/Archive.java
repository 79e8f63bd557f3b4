package id.padan.agreement.archive;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What others may ask of the archive. */
@ApplicationScoped
public class Archive {

    private final Register<ArchivedDocument> cases;

    Archive(Registers registers) {
        this.cases = registers.of(CaseKind.DOCUMENT, ArchivedDocument.class);
    }

    /**
     * A document that a shared case may name.
     *
     * @param field of the request, for the error
     * @return how the case names it; the case's leaf then commits to its hash too
     * @throws ProblemException INVALID if there is none, the caller may not know of it, or the other party could not read it
     */
    public Attached requireShared(Seat seat, String field, UUID document) {
        CaseFile<ArchivedDocument> found = find(seat, field, document);
        if (!(found.content() instanceof ArchivedDocument.Shared)) {
            throw Words.invalid(
                    field,
                    "The other party cannot read this document. Share it first.",
                    "Pihak lainnya tidak dapat membaca dokumen ini. Bagikan terlebih dahulu.");
        }
        return attached(found);
    }

    /** As above, for a case that only the own party may know of. */
    public Attached require(Seat seat, String field, UUID document) {
        return attached(find(seat, field, document));
    }

    /** As {@link #requireShared} for each; null is none. */
    public List<Attached> listShared(Seat seat, String field, List<UUID> documents) {
        return documents == null
                ? List.of()
                : documents.stream()
                        .map(document -> requireShared(seat, field, document))
                        .toList();
    }

    private static Attached attached(CaseFile<ArchivedDocument> file) {
        var about = file.content().about();
        return new Attached(file.id(), about.title(), about.sha256());
    }

    private CaseFile<ArchivedDocument> find(Seat seat, String field, UUID document) {
        try {
            return cases.get(seat, Words.present(field, document).toString());
        } catch (ProblemException unknown) {
            if (unknown.code() != PlatformProblem.NOT_FOUND) {
                throw unknown;
            }
            throw Words.invalid(
                    field, "There is no such document in the archive.", "Tidak ada dokumen tersebut dalam arsip.");
        }
    }
}
