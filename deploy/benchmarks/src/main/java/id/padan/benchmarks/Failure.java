package id.padan.benchmarks;

/** Ends the measurement with one sentence for whoever started it. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }
}
