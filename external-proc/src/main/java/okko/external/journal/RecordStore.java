package okko.external.journal;

import java.io.IOException;
import org.agrona.DirectBuffer;

/** Where records end up; confined to the writer's thread. */
interface RecordStore {

    /**
     * Appends a record.
     *
     * @param buffer memory off the heap
     * @param offset of the record
     * @param length bytes
     * @throws IOException if it could not be appended; the store is of no use any more then, but must be closed
     */
    void append(DirectBuffer buffer, int offset, int length) throws IOException;

    /** Makes what was appended readable, and lets go. */
    void close() throws IOException;

    /** Opens a store. */
    @FunctionalInterface
    interface Opener {
        RecordStore open() throws IOException;
    }
}
