package id.padan.verification.list;

import java.io.IOException;

/** Carries a refusal out through readers that let only IOException pass. */
final class RefusedWhileReading extends IOException {

    private static final long serialVersionUID = 1L;

    private final ListRefused refusal;

    RefusedWhileReading(ListRefused refusal) {
        super(refusal.getMessage());
        this.refusal = refusal;
    }

    ListRefused refusal() {
        return refusal;
    }
}
