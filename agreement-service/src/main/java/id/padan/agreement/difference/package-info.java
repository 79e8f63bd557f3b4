/** Differences of interpretation (Ps 11): both readings, talks, and the text that both parties agree on, or that none was found. */
package id.padan.agreement.difference;
