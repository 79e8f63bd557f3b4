/**
 * The term (Ps 6): alarms before its end, written notices and what both parties agree upon them, and after the end the record of
 * destruction of each party (Ps 9(10)), which a legal hold stops. Adds the holds to the policy.
 */
package id.padan.agreement.term;
