/**
 * The register of disclosures (Ps 9): what all services gave to whom, when, under which clause, behind which leaves, for as long as the
 * agreement keeps it. It hears {@code disclosure.recorded.v1} and nothing else, and knows no person that the data are about.
 */
package id.padan.agreement.disclosure;
