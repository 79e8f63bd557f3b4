/**
 * Who calls, read from the verified token only: the party, the person or system, its roles. The party never comes from a request's body,
 * path or header.
 */
package id.padan.platform.caller;
