package id.padan.agreement.approval;

import java.time.Instant;
import java.util.UUID;

/** @param leaf in the log of agreement-service */
public record Approval(String party, String approvedBy, Instant approvedAt, UUID leaf) {}
