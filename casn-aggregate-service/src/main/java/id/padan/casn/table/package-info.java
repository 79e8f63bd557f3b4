/** Tables of counts as values: dimensions, keys of one long per cell, cells as two arrays. Knows no disclosure rule and no database. */
package id.padan.casn.table;
