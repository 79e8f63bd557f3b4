package id.padan.agreement.archive;

import java.util.UUID;

/**
 * A document as a case names it.
 *
 * @param sha256 of its content, hex: what the case was decided on is bound by the case's own leaf
 */
public record Attached(UUID document, String title, String sha256) {}
