/**
 * Pledges of confidentiality per person and per affiliate organisation (Ps 9(5)). It publishes {@code agreement.pledge.v1}, which the gates
 * of all services obey, and lets others in this service ask for a pledged caller.
 */
package id.padan.agreement.pledge;
