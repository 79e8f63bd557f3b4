/**
 * The two national numbers of a civil servant as values that cannot be printed by accident: both mask themselves wholly, because beside
 * a birth date, a sex or the other number even half of one gives the rest back.
 */
package id.padan.platform.nik;
