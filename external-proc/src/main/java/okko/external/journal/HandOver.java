package okko.external.journal;

import okko.external.api.PacketBatch;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Copies of packets on their way from the processor's thread to the writer's: bounded, and never waited for. What finds
 * no room is not recorded; the next record that does says how many those were.
 */
final class HandOver {

    private static final int RECORD_TYPE = 1;

    private final OneToOneRingBuffer ring;
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private long missed;

    /**
     * Makes an empty one.
     *
     * @param capacityBytes a power of two, 8 times the longest record at least
     */
    HandOver(int capacityBytes) {
        ring = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
                capacityBytes + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    }

    /** Hands over a packet, cut to so many bytes; on the processor's thread. Says false if there is no room for it. */
    boolean offer(long timeNs, PacketBatch batch, int packet, int snapLengthBytes) {
        int wireLength = batch.lengthBytes(packet);
        int length = Math.min(wireLength, snapLengthBytes);
        int at = ring.tryClaim(RECORD_TYPE, RecordDescriptor.FRAME_OFFSET + length);
        if (at < 0) {
            missed++;
            return false;
        }
        MutableDirectBuffer record = ring.buffer();
        putHeader(record, at, timeNs);
        record.putInt(at + RecordDescriptor.WIRE_LENGTH_OFFSET, wireLength);
        record.putShort(at + RecordDescriptor.IN_PORT_OFFSET, (short) batch.inPort(packet));
        record.putByte(at + RecordDescriptor.VERDICT_OFFSET, (byte) batch.metadata(packet));
        record.putByte(at + RecordDescriptor.FLAGS_OFFSET, (byte) 0);
        if (length > 0) {
            frame.wrap(batch.address(packet), length);
            record.putBytes(at + RecordDescriptor.FRAME_OFFSET, frame, 0, length);
        }
        ring.commit(at);
        missed = 0;
        return true;
    }

    /** Says how many packets at the end were not recorded; on the processor's thread. False if there is no room. */
    boolean offerEnd(long timeNs) {
        if (missed == 0) {
            return true;
        }
        int at = ring.tryClaim(RECORD_TYPE, RecordDescriptor.FRAME_OFFSET);
        if (at < 0) {
            return false;
        }
        MutableDirectBuffer record = ring.buffer();
        putHeader(record, at, timeNs);
        record.putInt(at + RecordDescriptor.WIRE_LENGTH_OFFSET, 0);
        record.putInt(at + RecordDescriptor.IN_PORT_OFFSET, 0);
        record.putByte(at + RecordDescriptor.FLAGS_OFFSET, (byte) RecordDescriptor.FLAG_NO_PACKET);
        ring.commit(at);
        missed = 0;
        return true;
    }

    private void putHeader(MutableDirectBuffer record, int at, long timeNs) {
        record.putLong(at + RecordDescriptor.TIME_OFFSET, timeNs);
        record.putLong(at + RecordDescriptor.MISSED_OFFSET, missed);
    }

    /** Takes records out, on the writer's thread; the reader may write into them. */
    int read(MessageHandler reader, int most) {
        return ring.read(reader, most);
    }

    /** Tells whether all has been read; a read that finds nothing may just have come to the end of the memory. */
    boolean isEmpty() {
        return ring.producerPosition() == ring.consumerPosition();
    }
}
