package id.padan.verification.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import id.padan.verification.answer.Answer;
import id.padan.verification.list.RowWarning;
import id.padan.verification.receipt.ReceiptView;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a single check answers.
 *
 * @param answer absent when the status is unmapped
 * @param statement the sentence of Ps 3(1)b, verbatim; absent when the status is unmapped
 * @param asOf the legal day (Asia/Jakarta) for which it holds
 * @param dataTime extraction date of the register's data, as its import declared
 * @param warnings what rides beside the answer and does not change it
 */
@Schema(description = "One of the four answers of Ps 3(1)b, or STATUS_UNMAPPED without an answer; with its receipt.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record CheckAnswer(
        UUID checkId,
        Status status,
        Answer answer,
        String statement,
        LocalDate asOf,
        LocalDate dataTime,
        String mappingVersion,
        Agreement agreement,
        List<RowWarning> warnings,
        CheckReceipt receipt) {

    enum Status {
        ANSWERED,
        STATUS_UNMAPPED
    }

    /** The agreement and clause that opened it. */
    record Agreement(String id, String version, String clause) {}

    /**
     * The whole receipt, and what opens the leaf's commitment: HMAC-SHA-256 under the salt over the canonical JSON of answer, asOf, checkId,
     * dataTime, mappingVersion, status, subject and warnings, where the subject is HMAC-SHA-256 under the same salt over the NIK. Who keeps
     * the receipt can prove the answer, who knows the NIK too can prove whom it was about; nobody else can find the NIK.
     *
     * @param salt 32 bytes in hexadecimal; given here only and kept nowhere in clear
     * @param subject the salted hash of the NIK, in hexadecimal
     */
    record CheckReceipt(@JsonUnwrapped ReceiptView receipt, String salt, String subject) {}
}
