/** This service's log of proof, over HTTP and for its features; what it does is the platform's. */
package id.padan.correction.log;
