package okko.switchd.action;

import java.nio.ByteBuffer;
import java.util.BitSet;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.flow.Octets;
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
 *       8     8  metadata
 *      16     4  port          id
 *      20     4  frame length  bytes
 *      24     4  mark
 *      28     2  most          bytes  that the action is content with
 *      30     1  reason        ordinal
 *      31     1  table         id
 *      32     2  controller    id     that is meant
 *      34     2  user data     bytes  how many
 *      36     4  unused
 *      40    64  registers            words as in a key
 *     104     -  user data, and then the frame's beginning
 * </pre>
 */
public final class ControllerQueue {

    private static final int CAPACITY_BYTES = 1 << 20;
    private static final int MESSAGE_TYPE = 1;

    private static final int COOKIE_OFFSET = 0;
    private static final int METADATA_OFFSET = 8;
    private static final int PORT_OFFSET = 16;
    private static final int FRAME_LENGTH_OFFSET = 20;
    private static final int MARK_OFFSET = 24;
    private static final int MAX_BYTES_OFFSET = 28;
    private static final int REASON_OFFSET = 30;
    private static final int TABLE_OFFSET = 31;
    private static final int CONTROLLER_OFFSET = 32;
    private static final int USER_DATA_LENGTH_OFFSET = 34;
    private static final int REGISTERS_OFFSET = 40;
    private static final int REGISTER_WORDS = FlowKey.REGISTER_COUNT / 2;
    private static final int USER_DATA_OFFSET = REGISTERS_OFFSET + REGISTER_WORDS * Long.BYTES;

    private static final long LOWER_HALF = 0xffffffffL;
    private static final PacketInReason[] REASONS = PacketInReason.values();

    /** Made for the first listener: most switches have none. */
    private volatile ManyToOneRingBuffer messages;

    private volatile boolean isListenedTo;
    private volatile BitSet quiet = new BitSet();

    /** Starts empty, with nobody who listens. */
    public ControllerQueue() {}

    /** What becomes of a packet that is offered. */
    enum Offer {
        /** Its beginning will be taken. */
        TAKEN,
        /** Nobody would take it. */
        NOBODY_LISTENS,
        /** There is no room. */
        FULL,
        /** No rule matched, and of its port nobody wants such packets. */
        UNWANTED
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

    /** {@return an empty one that takes what this one would take} */
    ControllerQueue emptied() {
        ControllerQueue queue = new ControllerQueue();
        queue.listen(isListenedTo);
        queue.quieten(quiet);
        return queue;
    }

    /**
     * Chooses ports of whose packets that no rule matches the controllers get nothing; on the control thread.
     *
     * @param ports OpenFlow numbers; not to be changed any more
     */
    public void quieten(BitSet ports) {
        quiet = ports;
    }

    Offer offer(ToController how, Packet packet) {
        if (how.reason() == PacketInReason.NO_MATCH && quiet.get(packet.inPort)) {
            return Offer.UNWANTED;
        }
        if (!isListenedTo) {
            return Offer.NOBODY_LISTENS;
        }
        ManyToOneRingBuffer ring = messages;
        int maxBytes = how.how().maxBytes();
        byte[] userData = how.userData();
        int frameOffset = USER_DATA_OFFSET + userData.length;
        int bytes = Math.min(Math.min(maxBytes, packet.lengthBytes), ring.maxMsgLength() - frameOffset);
        int index = ring.tryClaim(MESSAGE_TYPE, frameOffset + bytes);
        if (index < 0) {
            return Offer.FULL;
        }
        UnsafeBuffer message = (UnsafeBuffer) ring.buffer();
        ToController.Occasion occasion = how.occasion();
        message.putLong(index + COOKIE_OFFSET, occasion.cookie());
        message.putLong(index + METADATA_OFFSET, packet.metadata);
        message.putInt(index + PORT_OFFSET, packet.inPort);
        message.putInt(index + FRAME_LENGTH_OFFSET, packet.lengthBytes);
        message.putInt(index + MARK_OFFSET, packet.mark);
        message.putShort(index + MAX_BYTES_OFFSET, (short) maxBytes);
        message.putByte(index + REASON_OFFSET, (byte) how.reason().ordinal());
        message.putByte(index + TABLE_OFFSET, (byte) occasion.table());
        message.putShort(index + CONTROLLER_OFFSET, (short) how.how().controllerId());
        message.putShort(index + USER_DATA_LENGTH_OFFSET, (short) userData.length);
        message.putBytes(index + USER_DATA_OFFSET, userData);
        for (int i = 0; i < REGISTER_WORDS; i++) {
            message.putLong(index + REGISTERS_OFFSET + i * Long.BYTES, how.registers()[i]);
        }
        UnsafeApi.copyMemory(packet.address, message.addressOffset() + index + frameOffset, bytes);
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
        byte[] userData = new byte[Short.toUnsignedInt(buffer.getShort(index + USER_DATA_LENGTH_OFFSET))];
        buffer.getBytes(index + USER_DATA_OFFSET, userData);
        byte[] frame = new byte[length - USER_DATA_OFFSET - userData.length];
        buffer.getBytes(index + USER_DATA_OFFSET + userData.length, frame);
        return new PacketIn(
                fields(buffer, index),
                REASONS[buffer.getByte(index + REASON_OFFSET)],
                buffer.getByte(index + TABLE_OFFSET) & 0xff,
                buffer.getLong(index + COOKIE_OFFSET),
                Short.toUnsignedInt(buffer.getShort(index + MAX_BYTES_OFFSET)),
                Short.toUnsignedInt(buffer.getShort(index + CONTROLLER_OFFSET)),
                Octets.of(userData),
                buffer.getInt(index + FRAME_LENGTH_OFFSET),
                frame);
    }

    private static Match fields(DirectBuffer buffer, int index) {
        long[] key = new long[FlowKey.WORDS];
        long[] mask = new long[FlowKey.WORDS];
        key[FlowKey.PORT_AND_NETWORK] = Integer.toUnsignedLong(buffer.getInt(index + PORT_OFFSET))
                << FlowKey.IN_PORT_SHIFT;
        mask[FlowKey.PORT_AND_NETWORK] = LOWER_HALF << FlowKey.IN_PORT_SHIFT;
        key[FlowKey.METADATA] = buffer.getLong(index + METADATA_OFFSET);
        mask[FlowKey.METADATA] = key[FlowKey.METADATA] == 0 ? 0 : -1L;
        key[FlowKey.MARK_AND_PASS] = Integer.toUnsignedLong(buffer.getInt(index + MARK_OFFSET)) << FlowKey.MARK_SHIFT;
        mask[FlowKey.MARK_AND_PASS] = usedHalves(key[FlowKey.MARK_AND_PASS]);
        for (int i = 0; i < REGISTER_WORDS; i++) {
            long word = buffer.getLong(index + REGISTERS_OFFSET + i * Long.BYTES);
            key[FlowKey.REGISTERS + i] = word;
            mask[FlowKey.REGISTERS + i] = usedHalves(word);
        }
        return Match.of(key, mask);
    }

    /** {@return ones in each half of a word that is not 0} */
    private static long usedHalves(long word) {
        return ((word & LOWER_HALF) == 0 ? 0 : LOWER_HALF) | ((word & ~LOWER_HALF) == 0 ? 0 : ~LOWER_HALF);
    }
}
