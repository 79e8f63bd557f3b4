/**
 * Counts registrants and sums formations by the dimensions of a table, in PostgreSQL. What comes out has true counts and never leaves the house;
 * disclosure control takes it from here.
 */
package id.padan.casn.cube;
