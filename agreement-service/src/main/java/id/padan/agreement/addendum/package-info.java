/**
 * Addenda (Ps 12): draft, review, approval by an approver of each party, effect on the agreed date as a version. Publishes nothing itself:
 * storing the version does.
 */
package id.padan.agreement.addendum;
