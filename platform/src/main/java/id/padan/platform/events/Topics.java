package id.padan.platform.events;

/** Names of the topics. Partitions, retention and who may read or write them stand in the local stack's topics.json. */
public final class Topics {

    /** Key agreement id; the whole policy in force and those to come. */
    public static final String AGREEMENT_POLICY = "agreement.policy.v1";
    /** One beat a second; silence for a lease closes every gate. */
    public static final String AGREEMENT_HEARTBEAT = "agreement.heartbeat.v1";
    /** Key agreement id; what the parties did under the agreement and what its clocks said, for the other party to hear. */
    public static final String AGREEMENT_ACT = "agreement.act.v1";
    /** Key agreement and duty; a duty is due soon, overdue or met. */
    public static final String AGREEMENT_OBLIGATION = "agreement.obligation.v1";
    /** Key id of the notice; force majeure that the other party has accepted, by which clocks stand still (Ps 10(3)). */
    public static final String AGREEMENT_PAUSE = "agreement.pause.v1";
    /** Key record id; an official record's state after each step. */
    public static final String AGREEMENT_RECORD = "agreement.record.v1";
    /** Key ASN id; record state inside BKN's side, the NIK as token only. */
    public static final String ASN_RECORD = "asn.record.v1";
    /** Key NIK token; mapping-row ids by interval over all records of that NIK. */
    public static final String ASN_STATUS = "asn.status.v1";
    /** Key {@code kedudukanHukum}; the mapping's row ids with their answers, without codes. */
    public static final String ASN_STATUS_MAPPING = "asn.status-mapping.v1";
    /** Key ASN id; a functional position as it stands, inside Kemnaker's side. */
    public static final String FUNCTIONAL_POSITION_RECORD = "functional-position.record.v1";
    /** Key table; a version of a reference table was published, its hash and where to read it. */
    public static final String REFERENCE_DATASET = "reference.dataset.v1";
    /** Key batch id, attempt and number; packed, encrypted rows of a list. */
    public static final String VERIFICATION_CHUNK = "verification.chunk.v1";
    /** Key batch id; life of a batch, counts only. */
    public static final String VERIFICATION_BATCH = "verification.batch.v1";
    /** Key batch id; an earlier answer of a standing list would differ now. */
    public static final String VERIFICATION_ANSWER_CHANGED = "verification.answer-changed.v1";

    /** Key dispute id; how a dispute about an answer stands. */
    public static final String VERIFICATION_DISPUTE = "verification.dispute.v1";
    /** Key proposal id; a proposal to correct a record after each step, without person or value. */
    public static final String CORRECTION_PROPOSAL = "correction.proposal.v1";
    /** Key proposal id; what became of a decided correction at the record's holder. */
    public static final String CORRECTION_EFFECT = "correction.effect.v1";
    /** Key batch id; how the coordination of a list's result stands. */
    public static final String CORRECTION_COORDINATION = "correction.coordination.v1";
    /** Key finding id; what the quality indicators of a holder point at, for the parties that may read it. */
    public static final String ASN_FINDING = "asn.finding.v1";
    /** Key search id; evidence was opened for a data protection officer's case. */
    public static final String VERIFICATION_EVIDENCE_OPENED = "verification.evidence-opened.v1";
    /** Key party; what was disclosed to it. */
    public static final String DISCLOSURE_RECORDED = "disclosure.recorded.v1";
    /** Key agreement id, party and person; a pledge of confidentiality as it stands. */
    public static final String AGREEMENT_PLEDGE = "agreement.pledge.v1";
    /** Key incident id; an incident that the other party has been told of. */
    public static final String AGREEMENT_INCIDENT = "agreement.incident.v1";

    private Topics() {}

    /** Key the log's name; signed heads of a service's log of proof. */
    public static String logHead(String context) {
        return context + ".log-head.v1";
    }

    /** Where records of a topic go that no reader can use. */
    public static String deadLetters(String topic) {
        return topic + ".dlq";
    }

    /** The CloudEvents source of a service's events. */
    static String sourceOf(String service) {
        return "/padan/" + service;
    }
}
