/**
 * How a service reports what it disclosed (Ps 9): an event of {@code disclosure.recorded.v1} in the transaction of the leaf. Who reads it keeps
 * the register; that is no business of the service that disclosed.
 */
package id.padan.platform.disclosure;
