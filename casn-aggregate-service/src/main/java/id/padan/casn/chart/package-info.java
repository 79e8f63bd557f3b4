/** Releases drawn: SVG that says in words what it shows, and the figures behind it. Draws shown cells only. */
package id.padan.casn.chart;
