/** Proposals to correct the other party's records, from their list to the closing proof (Ps 3(1)e, 3(2)d, 3(2)e, 4(1)c, 4(2)f). */
package id.padan.correction;
