/**
 * Incidents and leaks (Ps 9(6)-(9), UU 27/2022 Art. 46): the register of them, the clocks of 24 and 3x24 hours, notices, and the blast radius
 * in the register of disclosures. It publishes {@code agreement.incident.v1} when the other party is told.
 */
package id.padan.agreement.incident;
