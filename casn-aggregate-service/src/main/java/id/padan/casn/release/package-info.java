/**
 * Releases of aggregates: drafted by an officer, protected and attacked by the house itself, approved by another officer, then immutable. Owns
 * the tables of V401 and publishes {@code casn.release.v1}; everything that leaves is a leaf first.
 */
package id.padan.casn.release;
