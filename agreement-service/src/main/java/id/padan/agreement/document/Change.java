package id.padan.agreement.document;

/**
 * One difference between two versions, in words.
 *
 * @param pointer the list and the item, {@code /elements/A-06}
 * @param en as an officer would read it out
 * @param id the same in Indonesian
 */
public record Change(String pointer, String en, String id) {}
