/**
 * Evidence: what was said of whom, kept when lists are forgotten (tokens of 8 bytes with codes, encrypted under keys of their own), and
 * opened only for a case of a data protection officer, each opening in the log first. Owns the tables {@code batch_evidence},
 * {@code batch_evidence_chunk}, {@code check_evidence}, {@code check_evidence_key} and {@code evidence_opening}.
 */
package id.padan.verification.evidence;
