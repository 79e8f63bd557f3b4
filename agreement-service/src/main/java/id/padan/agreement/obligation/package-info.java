/**
 * One list of duties for each party (Ps 3, 4, 6, 7): rules from a data file, due dates by pure functions of the term, holidays and force
 * majeure, evidence as case files. Registers whose cases are duties too hand them in as {@link DutySource}; who pauses clocks is a
 * {@link PauseSource}. Publishes agreement.obligation.v1; owns {@code duty_announcement}.
 */
package id.padan.agreement.obligation;
