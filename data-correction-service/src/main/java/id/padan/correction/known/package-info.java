/**
 * What each party was shown of the other's records: its partner topic, kept. Present values are compared with this and nothing else, so a
 * guess about a person whom the party may not read cannot be told from one about nobody.
 */
package id.padan.correction.known;
