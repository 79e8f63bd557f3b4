/** The code tables of both parties: publishing a folder of them, and fetching one. */
package id.padan.cli.reference;
