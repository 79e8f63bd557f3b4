/**
 * What parties do under an agreement: who may act, the leaf and the event agreement.act.v1 of each act, and the problems of acts. Knows
 * no feature.
 */
package id.padan.agreement.act;
