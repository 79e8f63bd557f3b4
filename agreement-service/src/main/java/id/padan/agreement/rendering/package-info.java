/**
 * Official records as PDF/A-3 in Indonesian official form, from their inputs alone: the same inputs give the same bytes on any day. Knows
 * nothing of states, signatures or tables.
 */
package id.padan.agreement.rendering;
