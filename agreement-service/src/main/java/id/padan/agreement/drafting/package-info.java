/**
 * Makes the inputs of an official record out of a request, the agreement and what is proven or counted; refuses what does not balance or
 * cannot be printed. Knows nothing of states and signatures.
 */
package id.padan.agreement.drafting;
