package id.padan.casn.cube;

import id.padan.casn.table.Cells;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;

/**
 * One year of a table before protection.
 *
 * @param table finest cells with true counts
 * @param formationShape the dimensions that formations have
 * @param formations positions by these, totals among them; public
 * @param portal registrants by these as the public portal shows them; null if it shows none
 */
public record Cube(Table table, Shape formationShape, Cells formations, Table portal) {}
