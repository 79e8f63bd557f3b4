/**
 * Watches the folder of agreement files: a changed file is checked, then stored or refused with its findings. A bad file changes nothing
 * of what is in force.
 */
package id.padan.agreement.folder;
