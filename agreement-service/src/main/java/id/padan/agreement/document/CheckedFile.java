package id.padan.agreement.document;

import java.util.List;

/** What came of checking a file. */
public sealed interface CheckedFile {

    /** It may be stored. */
    record Sound(AgreementFile file) implements CheckedFile {}

    /**
     * It may not.
     *
     * @param agreementId as far as it could be read, null if not
     */
    record Faulty(String agreementId, List<Finding> findings) implements CheckedFile {
        public Faulty {
            findings = List.copyOf(findings);
        }
    }
}
