/**
 * Requests of persons under UU 27/2022, worked on by a party's data protection officer within 3 x 24 hours. Holds no NIK: who asks stands in
 * the officer's own file, and what evidence says of them is answered by the services that keep it; they report each opening for a case by an
 * event (ADR 0035). Owns {@code evidence_search}.
 */
package id.padan.agreement.subject;
