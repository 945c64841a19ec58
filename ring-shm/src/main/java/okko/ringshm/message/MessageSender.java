package okko.ringshm.message;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import okko.ringshm.layout.MessageDescriptor;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends messages without waiting; confined to one thread. A message that fits into one frame of Aeron's is written
 * where the receiver, or the network, reads it; a longer one, of a single packet, is written aside and cut by Aeron.
 */
public final class MessageSender implements AutoCloseable {

    /** What {@link #begin} returns when nothing can be sent now. */
    public static final long NO_ROOM = 0;

    private static final int LONGEST_BYTES =
            MessageDescriptor.HEADER_BYTES + MessageDescriptor.recordBytes(MessageDescriptor.MAX_FRAME_BYTES);

    private final ExclusivePublication publication;
    private final BufferClaim claim = new BufferClaim();
    private final UnsafeBuffer aside = new UnsafeBuffer(BufferUtil.allocateDirectAligned(LONGEST_BYTES, Long.BYTES));
    private int bytesAside;

    MessageSender(ExclusivePublication publication) {
        this.publication = publication;
    }

    /** {@return whether somebody receives, as far as is known} */
    public boolean isConnected() {
        return publication.isConnected();
    }

    /** {@return longest message that is written in place, bytes; only one packet alone may make a longer one} */
    public int usualBytes() {
        return publication.maxPayloadLength();
    }

    /**
     * Begins a message, which {@link #commit} must end before anything else is done.
     *
     * @param lengthBytes of the whole message, at most {@link #usualBytes} or that of one longest frame
     * @return address to write it to, a multiple of 8, or {@link #NO_ROOM} if the receiver is slow or gone
     */
    public long begin(int lengthBytes) {
        if (lengthBytes > usualBytes()) {
            bytesAside = lengthBytes;
            return aside.addressOffset();
        }
        bytesAside = 0;
        long position = publication.tryClaim(lengthBytes, claim);
        if (position == Publication.ADMIN_ACTION) {
            position = publication.tryClaim(lengthBytes, claim); // the log has been turned to its next part
        }
        return position < 0 ? NO_ROOM : claim.buffer().addressOffset() + claim.offset();
    }

    /** {@return whether the message is on its way; if not, the receiver is slow or gone} */
    public boolean commit() {
        if (bytesAside == 0) {
            claim.commit();
            return true;
        }
        long position = publication.offer(aside, 0, bytesAside, null);
        if (position == Publication.ADMIN_ACTION) {
            position = publication.offer(aside, 0, bytesAside, null);
        }
        return position >= 0;
    }

    @Override
    public void close() {
        publication.close();
    }
}
