/** Facts of lists out of their signed receipts; believes verification's log by its verifier keys and nothing else. */
package id.padan.agreement.provenlist;
