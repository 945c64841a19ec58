package okko.ringshm.capture;

import java.io.Closeable;
import java.io.IOException;

/** Writes frames that lie in raw memory to a file, in order. Confined to one thread. */
public interface FrameWriter extends Closeable {

    /**
     * Appends a frame.
     *
     * @param timestampNs nanoseconds since 1970
     * @param address     of the frame's first byte
     * @param lengthBytes of the frame, 0 to 262,144
     * @throws IOException if the file does not take it
     */
    void write(long timestampNs, long address, int lengthBytes) throws IOException;
}
