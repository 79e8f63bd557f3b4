/**
 * What the registers of duties, meetings, notices and requests have in common: who sits at the table, case files with a version, and a
 * leaf in the log for every step. Owns {@code case_file}, {@code case_step} and {@code case_key}; knows nothing of what a case is about.
 */
package id.padan.agreement.casework;
