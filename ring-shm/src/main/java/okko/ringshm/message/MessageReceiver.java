package okko.ringshm.message;

import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import okko.ringshm.layout.MessageDescriptor;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Receives messages without waiting; confined to one thread. A message that was cut is put together in memory that
 * does not grow, whatever the sender does: Aeron's own assembler would follow a sender that never ends a message.
 */
public final class MessageReceiver implements AutoCloseable {

    private static final int LONGEST_BYTES =
            MessageDescriptor.HEADER_BYTES + MessageDescriptor.recordBytes(MessageDescriptor.MAX_FRAME_BYTES);
    private static final int NOTHING = -1;

    private final Subscription subscription;
    private final MessageHandler handler;
    private final ControlledFragmentHandler onFragment = this::onFragment;
    private final UnsafeBuffer parts = new UnsafeBuffer(BufferUtil.allocateDirectAligned(LONGEST_BYTES, Long.BYTES));
    private int partsBytes = NOTHING;
    private int partsSender;
    private long brokenParts;

    MessageReceiver(Subscription subscription, MessageHandler handler) {
        this.subscription = subscription;
        this.handler = handler;
    }

    /**
     * Shows what has come to the handler, in order.
     *
     * @param mostFrames of Aeron's to take, 1 or more
     * @return frames taken
     */
    public int poll(int mostFrames) {
        return subscription.controlledPoll(onFragment, mostFrames);
    }

    /** {@return frames that belonged to no whole message, so far} */
    public long brokenParts() {
        return brokenParts;
    }

    private Action onFragment(DirectBuffer buffer, int offset, int lengthBytes, Header header) {
        // By shared memory a peer can write any length into Aeron's own frame.
        if (lengthBytes < 0 || lengthBytes > buffer.capacity() - offset) {
            return breakOff();
        }
        long address = buffer.addressOffset() + offset;
        byte flags = header.flags();
        if ((flags & FrameDescriptor.UNFRAGMENTED) == FrameDescriptor.UNFRAGMENTED) {
            return handler.onMessage(address, lengthBytes) ? Action.CONTINUE : Action.ABORT;
        }
        if ((flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0) {
            partsSender = header.sessionId();
            partsBytes = 0;
        } else if (partsBytes == NOTHING || header.sessionId() != partsSender) {
            return breakOff();
        }
        if (lengthBytes > LONGEST_BYTES - partsBytes) {
            return breakOff();
        }
        UnsafeApi.copyMemory(address, parts.addressOffset() + partsBytes, lengthBytes);
        if ((flags & FrameDescriptor.END_FRAG_FLAG) == 0) {
            partsBytes += lengthBytes;
            return Action.CONTINUE;
        }
        if (!handler.onMessage(parts.addressOffset(), partsBytes + lengthBytes)) {
            return Action.ABORT; // Aeron shows the last part again, to be put in the same place
        }
        partsBytes = NOTHING;
        return Action.CONTINUE;
    }

    private Action breakOff() {
        brokenParts++;
        partsBytes = NOTHING;
        return Action.CONTINUE;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
