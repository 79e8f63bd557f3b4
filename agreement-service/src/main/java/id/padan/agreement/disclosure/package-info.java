/**
 * The register of disclosures (Ps 9): what all services gave to whom, when, under which clause, behind which leaves. It hears
 * {@code disclosure.recorded.v1} and nothing else, publishes nothing, and knows no person that the data are about.
 */
package id.padan.agreement.disclosure;
