/**
 * The duties that corrections make (Ps 3(2)d, 3(2)e, 4(2)f): hears {@code correction.proposal.v1} and {@code correction.coordination.v1}, keeps what their
 * clocks need and nothing of any person, and hands them to the list of duties. A berita acara cites the coordination from here.
 */
package id.padan.agreement.correction;
