/** Who decides about an element: data ({@code competence.json}), not code. */
package id.padan.correction.competence;
