/** Hears from agreement-service which force majeure it has accepted, and sets the clocks of open proposals accordingly (Ps 10(3)). */
package id.padan.correction.kahar;
