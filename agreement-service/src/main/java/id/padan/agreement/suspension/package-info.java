/**
 * The brake (Ps 9(2)): a party suspends a client, person, programme, dataset or party with a reason, and an approver of the same party
 * resumes. Adds to the policy; hides the table.
 */
package id.padan.agreement.suspension;
