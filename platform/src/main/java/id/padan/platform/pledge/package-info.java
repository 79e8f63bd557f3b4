/**
 * Who has pledged confidentiality (Ps 9(5)), heard from agreement-service on {@code agreement.pledge.v1}. A person without a valid pledge is
 * refused by every service that requires one; a machine is not asked, an officer who acts through it is.
 */
package id.padan.platform.pledge;
