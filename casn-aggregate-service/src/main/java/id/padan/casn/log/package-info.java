/** This service's log of proof over HTTP, and what the holder of the data decides as leaves of it. */
package id.padan.casn.log;
