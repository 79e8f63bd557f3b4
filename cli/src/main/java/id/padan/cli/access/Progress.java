package id.padan.cli.access;

import java.io.PrintWriter;
import java.time.Duration;

/** Progress on standard error: one line that repaints itself on a terminal, a plain line at every tenth elsewhere, but not more often than every five seconds. */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long REPAINT_NANOS = Duration.ofMillis(100).toNanos();
    /** What is over sooner needs no lines in a log. */
    private static final long PLAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private enum Style {
        SILENT,
        PLAIN,
        REPAINT
    }

    private final PrintWriter err;
    private final Language language;
    private final String name;
    private final String unit;
    private final long unitSize;
    private final long total;
    private final Style style;
    private final long startedNanos = System.nanoTime();
    private long paintedNanos;
    private int paintedTenth = -1;
    private boolean painted;

    /**
     * @param unit what is counted, such as {@code MB} or {@code rows}
     * @param unitSize how many of what {@link #at} counts make one unit
     * @param total 0 or less if not known
     */
    public Progress(
            PrintWriter err,
            Environment environment,
            Language language,
            boolean silent,
            String name,
            String unit,
            long unitSize,
            long total) {
        this.err = err;
        this.language = language;
        this.name = name;
        this.unit = unit;
        this.unitSize = unitSize;
        this.total = total;
        this.style = silent ? Style.SILENT : environment.terminal() ? Style.REPAINT : Style.PLAIN;
    }

    public void at(long done) {
        at(done, total);
    }

    public synchronized void at(long done, long of) {
        if (style == Style.SILENT) {
            return;
        }
        long now = System.nanoTime();
        if (style == Style.REPAINT) {
            if (now - paintedNanos >= REPAINT_NANOS || done == of) {
                paintedNanos = now;
                err.print("\r" + line(done, of, now) + "\u001b[K");
                err.flush();
                painted = true;
            }
            return;
        }
        int tenth = of > 0 ? (int) (done * 10 / of) : 0;
        long quiet = now - (paintedTenth < 0 ? startedNanos : paintedNanos);
        if (tenth > paintedTenth && (quiet >= PLAIN_NANOS || paintedTenth >= 0 && done == of)) {
            paintedTenth = tenth;
            paintedNanos = now;
            err.println(line(done, of, now));
            err.flush();
        }
    }

    private String line(long done, long of, long now) {
        double seconds = Math.max((now - startedNanos) / 1e9, 0.001);
        double rate = done / seconds;
        StringBuilder line = new StringBuilder(name).append(' ');
        if (of > 0) {
            if (style == Style.REPAINT) {
                int full = (int) Math.min(WIDTH, done * WIDTH / of);
                line.append('[')
                        .append("#".repeat(full))
                        .append("-".repeat(WIDTH - full))
                        .append("] ");
            }
            line.append(Math.min(100, done * 100 / of)).append(" %  ");
        }
        line.append(amount(done))
                .append(of > 0 ? " / " + amount(of) : "")
                .append(' ')
                .append(unit)
                .append("  ")
                .append(unitSize == 1 ? language.number((long) rate) : language.decimal(rate / unitSize))
                .append(' ')
                .append(unit)
                .append("/s");
        if (of > 0 && done > 0 && done < of && seconds > 1) {
            long left = (long) Math.ceil((of - done) / rate);
            line.append(language.say("  sisa ", "  left "))
                    .append(left >= 60 ? left / 60 + " min " : "")
                    .append(left % 60)
                    .append(" s");
        }
        return line.toString();
    }

    private String amount(long done) {
        return unitSize == 1 ? language.number(done) : language.decimal((double) done / unitSize);
    }

    @Override
    public synchronized void close() {
        if (painted) {
            err.println();
            err.flush();
        }
    }
}
