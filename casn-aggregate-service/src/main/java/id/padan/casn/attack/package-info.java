/**
 * The attacker (ADR 0076): takes only what outsiders can have (candidate, earlier releases, control figures, portal counts) and computes how narrowly
 * each hidden cell is bound. Owns no protection rule and sees no true count.
 */
package id.padan.casn.attack;
