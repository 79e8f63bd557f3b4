/**
 * Who reads releases: BKN as holder, the other party by Ps 3(1)c and the annex in force. Data and charts leave only after their leaf and their
 * line in the register of disclosures; a query filters what is shown and can ask for nothing else.
 */
package id.padan.casn.reading;
