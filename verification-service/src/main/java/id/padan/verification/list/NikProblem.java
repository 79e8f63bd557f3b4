package id.padan.verification.list;

import id.padan.platform.problem.ProblemCode;

/** The rules of NIK as problems of a single check (400): the code on the wire is the row status a list would show. */
public enum NikProblem implements ProblemCode {
    NIK_SPREADSHEET_DAMAGE(RowStatus.NIK_SPREADSHEET_DAMAGE),
    NIK_FORMAT(RowStatus.NIK_FORMAT),
    NIK_IMPOSSIBLE(RowStatus.NIK_IMPOSSIBLE),
    NIK_DATE(RowStatus.NIK_DATE);

    private final RowStatus rowStatus;

    NikProblem(RowStatus rowStatus) {
        this.rowStatus = rowStatus;
    }

    /** @throws IllegalArgumentException if no rule of NIK gives this status */
    public static NikProblem of(RowStatus status) {
        for (NikProblem problem : values()) {
            if (problem.rowStatus == status) {
                return problem;
            }
        }
        throw new IllegalArgumentException(status + " is not given by a rule of NIK");
    }

    @Override
    public int status() {
        return 400;
    }

    @Override
    public String titleEn() {
        return rowStatus.titleEn();
    }

    @Override
    public String titleId() {
        return rowStatus.titleId();
    }
}
