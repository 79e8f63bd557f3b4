/** Tells every gate once a second which revisions are current, and publishes again what did not arrive. */
package id.padan.agreement.heartbeat;
