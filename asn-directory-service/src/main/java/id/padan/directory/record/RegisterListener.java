package id.padan.directory.record;

import org.jdbi.v3.core.Handle;

/** Hears of each change of the register in the transaction that makes it, and may refuse it by throwing. */
public interface RegisterListener {

    /** Records were stored; those that are in {@code stored.written()} changed or are new. */
    void changed(Handle tx, RegisterWriter.Stored stored);

    /** Histories of one kind, by SIASN's name, of these records, by number, have changed. */
    void historiesChanged(Handle tx, String kind, long[] records);

    /** Records, by number, were marked as removed. */
    void removed(Handle tx, long[] records);
}
