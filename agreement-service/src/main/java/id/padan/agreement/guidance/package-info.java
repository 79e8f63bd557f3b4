/** Technical guidance (Ps 3(1)f, 4(2)e): asked by PIHAK KESATU, answered by PIHAK KEDUA, closed by who asked; with the hours it took. */
package id.padan.agreement.guidance;
