/**
 * Calls of one service to another, in the background and never inside a request: with the token of a party's own machine client, so that the
 * service that is asked decides as for any other caller.
 */
package id.padan.platform.machine;
