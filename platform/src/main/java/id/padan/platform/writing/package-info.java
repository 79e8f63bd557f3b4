/**
 * Writes of officials and machines: done once for one {@code Idempotency-Key} (ADR 0043), under the version that was read, in words that hold
 * no number of a person, and with files read as they arrive. A service that uses {@link Once} has the table {@code acting_once}, whose rows
 * end after 90 days.
 */
package id.padan.platform.writing;
