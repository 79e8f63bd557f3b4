/**
 * The mapping of {@code kedudukanHukum} to the four answers: a versioned table that BKN decides, published without its codes. Its
 * meaning is BKN's; the one that comes with Padan is synthetic and works in the local profile only.
 */
package id.padan.directory.status;
