/**
 * Keadaan kahar, force majeure (Ps 10): a notice with the official's statement, considered by the other party; accepted, it lets the clocks
 * of the duties it names stand still from the onset until they are taken up again.
 */
package id.padan.agreement.kahar;
