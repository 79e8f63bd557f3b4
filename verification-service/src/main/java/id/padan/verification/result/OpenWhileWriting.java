package id.padan.verification.result;

import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Refused;
import id.padan.platform.caller.Caller;
import io.netty.channel.EventLoop;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * Asks the gate before each piece that leaves (64 KiB at most): to a slow reader one part of a list takes minutes, and a suspension is
 * obeyed within seconds (Ps 9(2)). Writing only hands a piece to the connection's event loop, and the framework sees that the reader is slow
 * once that loop has taken it: a busy loop would be given the whole list, past the gate. So every few pieces the loop is waited for.
 */
final class OpenWhileWriting extends FilterOutputStream {
    private static final int PIECE = 1 << 16;
    private static final int MOST_HANDED_OVER = 4 * PIECE;

    private final AgreementGate gate;
    private final AccessRequest access;
    private final Caller reader;
    private final EventLoop loop;
    private int handedOver;

    /**
     * @param access under which the list was asked for
     * @param reader who downloads it, perhaps another of the same party
     * @param loop of the reader's connection
     */
    OpenWhileWriting(OutputStream out, AgreementGate gate, AccessRequest access, Caller reader, EventLoop loop) {
        super(out);
        this.gate = gate;
        this.access = access;
        this.reader = reader;
        this.loop = loop;
    }

    /** @throws id.padan.platform.problem.ProblemException if the agreement is no longer open to list or reader */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; done += PIECE) {
            requireOpen();
            int piece = Math.min(PIECE, length - done);
            out.write(bytes, from + done, piece);
            handedOver += piece;
            if (handedOver >= MOST_HANDED_OVER) {
                loop.submit(() -> {}).syncUninterruptibly();
                handedOver = 0;
            }
        }
    }

    @Override
    public void write(int one) throws IOException {
        requireOpen();
        out.write(one);
    }

    private void requireOpen() {
        if (gate.decide(access, Instant.now()) instanceof Refused refused) {
            throw refused.toProblem();
        }
        gate.requireNotSuspended(reader);
    }
}
