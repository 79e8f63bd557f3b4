/**
 * Standing verification: where the programme opted in, a finished list stays alive to a stated day, and a change of the register or of the
 * mapping that would alter an earlier answer is told, as an answer of its own: gate, leaf, register. Owns {@code standing_notice} and
 * {@code standing_row}; publishes {@code verification.answer-changed.v1}.
 */
package id.padan.verification.standing;
