/** Approvals of the parties, one of each for one thing; knows nothing of what is approved. */
package id.padan.agreement.approval;
