/**
 * The agreement gate. Every instance hears agreement.policy.v1 and agreement.heartbeat.v1 by itself and decides by the clock from what it
 * heard; what the policy in force does not name is refused, with the clause that would be needed.
 */
package id.padan.platform.agreement;
