/**
 * Credit points (angka kredit) of a functional position by the rules of PermenPANRB 1/2023, step by step. Pure: it knows no store, no
 * caller and no clock. The figures are versioned data, because some of them are still to be confirmed with their owner.
 */
package id.padan.directory.credit;
