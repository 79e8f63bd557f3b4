/**
 * Coordination of results (Ps 3(2)d): each completed list opens a case; its party submits the result with notes, the register's holder
 * acknowledges or comments, and both close it. Publishes {@code correction.coordination.v1}, which feeds the duty's clock and the berita acara.
 */
package id.padan.correction.coordination;
