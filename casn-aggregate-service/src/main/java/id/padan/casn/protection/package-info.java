/**
 * Disclosure control (ADR 0075): hides cells so that whatever is published, and every difference of it, is nobody or at least the threshold. Owns the
 * method; knows no database. Explanations are for BKN's own officers: they tell what is hidden and why.
 */
package id.padan.casn.protection;
