/** How old what is open is, by party, indicator and agency. Reads only. */
package id.padan.correction.ageing;
