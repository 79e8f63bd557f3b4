/** The command line for partners and operators: what is said on a terminal, and with which exit code it ends. */
package id.padan.cli;
