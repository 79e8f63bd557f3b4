/**
 * What the directory reports to the register of disclosures, and which record stands behind a leaf: the register itself only knows the
 * leaf, and the holder's data protection officer opens it here.
 */
package id.padan.directory.disclosure;
