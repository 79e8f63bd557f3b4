/**
 * Proposals to correct one element of one record: their store, what may be sent, who may take which step, and their event
 * {@code correction.proposal.v1}. Hides values from everything but the API.
 */
package id.padan.correction.proposal;
