/**
 * Takes in registrant facts, formations, placements, control totals and the map of jobs to occupations, in bulk and by
 * {@code casn.fact.v1}; owns the tables of V400. What it cannot use it counts and keeps aside, except what looks like a person's number.
 */
package id.padan.casn.intake;
