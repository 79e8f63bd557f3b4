package id.padan.platform.clock;

/** In what a clock counts. Days are days of Asia/Jakarta; a duty is due when its last day has ended. */
public enum Unit {
    /** To the second: 3x24 hours are 72, whatever the calendar says. */
    HOURS,
    DAYS,
    /** Neither Saturday nor Sunday nor a holiday of the table. */
    WORKING_DAYS
}
