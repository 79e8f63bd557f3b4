/** When a clock of the agreement ends: days of Asia/Jakarta, working days by the table of holidays, standing still under force majeure. */
package id.padan.platform.clock;
