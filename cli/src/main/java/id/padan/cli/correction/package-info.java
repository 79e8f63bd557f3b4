/** Corrections of records, both ways: propose, look, answer, decide. */
@NullMarked
package id.padan.cli.correction;

import org.jspecify.annotations.NullMarked;
