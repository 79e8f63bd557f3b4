/**
 * Correspondence (Ps 8): each party's contact with its history, and the letters that go to the contact in force and to nobody else. Others
 * put a letter into their transaction; it is sent after the commit, at least once. Owns the table {@code letter}.
 */
package id.padan.agreement.correspondence;
