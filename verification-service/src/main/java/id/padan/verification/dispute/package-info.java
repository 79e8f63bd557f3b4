/**
 * Disputes about an answer (Ps 3(2)d): each hangs on one receipt that both parties see, and the register's holder decides whether the
 * answer stands or is changed; a changed answer is a new leaf that points to the old one. Publishes {@code verification.dispute.v1}; hides the
 * receipt, which names a person, from everybody who does not work on it.
 */
package id.padan.verification.dispute;
