/**
 * The review of access, twice a year (Ps 9(2)): who has access, last use, pledge; an approver keeps or removes. Removing ends a person's
 * pledge and suspends a client.
 */
package id.padan.agreement.review;
