package okko.switchd.action;

import java.nio.ByteBuffer;
import okko.switchd.packet.Packet;
import okko.switchd.packet.PacketIn;
import okko.switchd.packet.PacketInReason;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The beginnings of packets on their way from the datapath threads to the control thread. Any datapath thread offers,
 * the control thread takes; nobody waits, and nothing is allocated where packets are offered.
 *
 * <pre>
 *  offset  size  field         unit   of a message
 *       0     8  cookie        id
 *       8     4  port          id
 *      12     4  frame length  bytes
 *      16     1  reason        ordinal
 *      17     1  table         id
 *      18     2  unused
 *      20     -  the frame's beginning
 * </pre>
 */
public final class ControllerQueue {

    private static final int CAPACITY_BYTES = 1 << 20;
    private static final int MESSAGE_TYPE = 1;

    private static final int COOKIE_OFFSET = 0;
    private static final int PORT_OFFSET = 8;
    private static final int FRAME_LENGTH_OFFSET = 12;
    private static final int REASON_OFFSET = 16;
    private static final int TABLE_OFFSET = 17;
    private static final int FRAME_OFFSET = 20;

    private static final PacketInReason[] REASONS = PacketInReason.values();

    /** Made for the first listener: most switches have none. */
    private volatile ManyToOneRingBuffer messages;

    private volatile boolean isListenedTo;

    /** Starts empty, with nobody who listens. */
    public ControllerQueue() {}

    /** What becomes of a packet that is offered. */
    enum Offer {
        /** Its beginning will be taken. */
        TAKEN,
        /** Nobody would take it. */
        NOBODY_LISTENS,
        /** There is no room. */
        FULL
    }

    /**
     * Says whether somebody takes what is offered from now on; on the control thread.
     *
     * @param isListening whether there is a controller
     */
    public void listen(boolean isListening) {
        if (isListening && messages == null) {
            messages = new ManyToOneRingBuffer(new UnsafeBuffer(
                    ByteBuffer.allocateDirect(CAPACITY_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
        }
        isListenedTo = isListening;
    }

    Offer offer(ToController how, Packet packet) {
        if (!isListenedTo) {
            return Offer.NOBODY_LISTENS;
        }
        ManyToOneRingBuffer ring = messages;
        int bytes = Math.min(Math.min(how.maxBytes(), packet.lengthBytes), ring.maxMsgLength() - FRAME_OFFSET);
        int index = ring.tryClaim(MESSAGE_TYPE, FRAME_OFFSET + bytes);
        if (index < 0) {
            return Offer.FULL;
        }
        UnsafeBuffer message = (UnsafeBuffer) ring.buffer();
        message.putLong(index + COOKIE_OFFSET, how.cookie());
        message.putInt(index + PORT_OFFSET, packet.inPort);
        message.putInt(index + FRAME_LENGTH_OFFSET, packet.lengthBytes);
        message.putByte(index + REASON_OFFSET, (byte) how.reason().ordinal());
        message.putByte(index + TABLE_OFFSET, (byte) how.table());
        UnsafeApi.copyMemory(packet.address, message.addressOffset() + index + FRAME_OFFSET, bytes);
        ring.commit(index);
        return Offer.TAKEN;
    }

    /** Takes what was offered. */
    @FunctionalInterface
    public interface Taker {

        /**
         * Takes the beginning of a packet.
         *
         * @param packet with what goes with it
         */
        void take(PacketIn packet);
    }

    /**
     * Takes what was offered, in order; on the control thread.
     *
     * @param taker takes each
     * @param limit how many at most
     * @return how many there were
     */
    public int take(Taker taker, int limit) {
        ManyToOneRingBuffer ring = messages;
        return ring == null
                ? 0
                : ring.read((_, buffer, index, length) -> taker.take(read(buffer, index, length)), limit);
    }

    private static PacketIn read(DirectBuffer buffer, int index, int length) {
        byte[] frame = new byte[length - FRAME_OFFSET];
        buffer.getBytes(index + FRAME_OFFSET, frame);
        return new PacketIn(
                buffer.getInt(index + PORT_OFFSET),
                REASONS[buffer.getByte(index + REASON_OFFSET)],
                buffer.getByte(index + TABLE_OFFSET) & 0xff,
                buffer.getLong(index + COOKIE_OFFSET),
                buffer.getInt(index + FRAME_LENGTH_OFFSET),
                frame);
    }
}
