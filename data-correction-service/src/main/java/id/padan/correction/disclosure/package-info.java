/** Writes down what a party was shown of the other's list: leaf and report, in the transaction that reads. */
package id.padan.correction.disclosure;
