/**
 * Rotation of the token key: publishes the register under the new epoch beside the old, marks each partition when it is complete, and on
 * order empties the old tokens. Owns {@code token_rotation}; tells others under which epochs to publish.
 */
package id.padan.directory.rotation;
