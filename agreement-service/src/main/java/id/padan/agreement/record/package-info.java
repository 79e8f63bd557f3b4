/**
 * Official records (Ps 3(2)f, 4(1)d, 7): berita acara pemadanan and laporan pemanfaatan from draft to receipt by BKN. Publishes {@code
 * agreement.record.v1}. A record's inputs never change once drafted; its files are made from them.
 */
package id.padan.agreement.record;
