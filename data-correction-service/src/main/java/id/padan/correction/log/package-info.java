/** This service's log of proof over HTTP; what it does is the platform's. */
package id.padan.correction.log;
