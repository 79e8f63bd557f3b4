/**
 * Who acts under an agreement, and that it is written down: the seat of a caller at its agreement, the leaf and the event of an act, writes
 * that are done once, and what people may write. Knows no feature.
 */
package id.padan.agreement.acting;
