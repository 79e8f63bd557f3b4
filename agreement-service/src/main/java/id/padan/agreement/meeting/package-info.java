/** Monitoring and evaluation (Ps 7): meetings alone or together, their minutes and actions. A confirmed meeting meets the half-year's duty. */
package id.padan.agreement.meeting;
