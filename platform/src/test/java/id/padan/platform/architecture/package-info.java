/** The rules of the house about code, for every module's own ArchitectureTest. */
package id.padan.platform.architecture;
