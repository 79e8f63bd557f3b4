/** What verification reports to the register of disclosures: results that were downloaded and single rows. Checks and notices report themselves. */
package id.padan.verification.disclosure;
