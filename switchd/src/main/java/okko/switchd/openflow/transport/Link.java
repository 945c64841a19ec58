package okko.switchd.openflow.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection whose bytes are read and written as far as that goes without waiting. */
public interface Link extends AutoCloseable {

    /**
     * Reads what is there.
     *
     * @param into gets it
     * @return how many bytes; 0 if there are none yet, negative if there will be none
     * @throws IOException if the connection is broken
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Writes what the other side takes.
     *
     * @param from loses it
     * @return how many bytes
     * @throws IOException if the connection is broken
     */
    int write(ByteBuffer from) throws IOException;

    /** {@return whether all bytes that {@link #write} took are on their way; if not, write again, if only nothing} */
    boolean isFlushed();

    /** {@return whether bytes may have left the socket that {@link #read} has not given yet} */
    boolean mayHoldBytes();

    /** {@return what the socket must be ready for before reading makes sense: a {@code SelectionKey}'s operations} */
    int readOperations();

    /** {@return what the socket must be ready for before writing makes sense: a {@code SelectionKey}'s operations} */
    int writeOperations();

    /** Ends the connection. */
    @Override
    void close();
}
