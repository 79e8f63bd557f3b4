/**
 * Disclosure to third parties (Ps 9(3)), of which there is one way only: a grant with consent of both parties, an order, or a law behind it.
 * What leaves under it bears its recipient's fingerprint, and a leaked copy is traced back to the recipient.
 */
package id.padan.agreement.onward;
