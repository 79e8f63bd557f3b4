package id.padan.agreement.obligation;

import id.padan.platform.clock.Unit;

/**
 * One duty as the data file says it.
 *
 * @param id stable, as {@code usage-report}
 * @param clause where it is written
 * @param mirror the other party's right to it, or null
 * @param role {@code PIHAK KESATU}, {@code PIHAK KEDUA} or {@code PARA PIHAK} (each of them)
 * @param title in Indonesian, after the agreement
 * @param per what makes it due
 * @param clock how long it then takes; null for a standing duty
 * @param receivedByOther it is met when the other party says that it has received it
 * @param optional it binds only who wants something: its clock can lapse, but is never overdue
 * @param remindDays so many days before the end its party is reminded; 0 for never
 */
record DutyRule(
        String id,
        String clause,
        String mirror,
        String role,
        String title,
        Per per,
        Clock clock,
        Boolean receivedByOther,
        Boolean optional,
        Integer remindDays) {

    DutyRule {
        receivedByOther = Boolean.TRUE.equals(receivedByOther);
        optional = Boolean.TRUE.equals(optional);
        remindDays = remindDays == null ? 0 : remindDays;
    }

    static final String BOTH = "PARA PIHAK";

    enum Per {
        /** Always owed, never due. */
        STANDING,
        /** Due for each half-year of the term. */
        HALF_YEAR,
        /** Due once, by the end of the term. */
        TERM,
        /** Due when a case of another register says so. */
        CASE
    }

    enum From {
        PERIOD_START,
        PERIOD_END,
        TERM_END,
        CASE_OPENED
    }

    /**
     * How long it takes.
     *
     * @param count units behind {@code from}
     * @param monthsBefore whole months before the last day of the term instead, or null
     */
    record Clock(From from, Unit unit, int count, Integer monthsBefore) {}

    boolean binds(String partyRole) {
        return role.equals(BOTH) || role.equals(partyRole);
    }
}
