/**
 * The single check: one NIK in, one of the four answers out (Ps 3(1)b), with its receipt. Checks that arrive together share one
 * transaction of the proof log, and none is answered before its leaf is durable.
 */
package id.padan.verification.check;
