/**
 * What was used in a half-year, in numbers: counted from the register of disclosures and from the lists that verification tells of. Owns
 * {@code verified_list}; changes nothing.
 */
package id.padan.agreement.usage;
