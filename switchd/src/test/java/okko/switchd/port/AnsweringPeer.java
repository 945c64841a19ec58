package okko.switchd.port;

import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.layout.RingDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** What a processor does that runs a filter, without a process of its own: answers, in order, when it is told to. */
public final class AnsweringPeer {

    private static final int CAPACITY = 128;

    private final PacketPool pool;
    private final RingConsumer work;
    private final RingProducer answers;

    /** Attaches to a port. */
    public AnsweringPeer(RingPort port, int borrower, PacketPool pool) {
        this.pool = pool;
        UnsafeBuffer outward = newRing();
        UnsafeBuffer inward = newRing();
        work = new RingConsumer(outward, 0, CAPACITY);
        answers = new RingProducer(inward, 0, CAPACITY);
        port.attaching(new RingLink(borrower, new RingLink.Shared(), new RingProducer(outward, 0, CAPACITY),
                new RingConsumer(inward, 0, CAPACITY), new RingProducer(newRing(), 0, CAPACITY))).run();
    }

    private static UnsafeBuffer newRing() {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(CAPACITY), 128));
    }

    /** Judges a packet. */
    @FunctionalInterface
    public interface Judge {
        boolean matches(long frame, int lengthBytes);
    }

    /** Answers packets that wait, a number of them at most; returns how many there were. */
    public int answer(int most, Judge judge) {
        int ready = most == 0 ? 0 : Math.min(work.ready(most), answers.room(most));
        for (int i = 0; i < ready; i++) {
            long word0 = work.word0(i);
            long word1 = work.word1(i);
            long frame = pool.dataAddress(PacketDescriptor.buffer(word0)) + PacketDescriptor.offsetBytes(word0);
            boolean matches = judge.matches(frame, PacketDescriptor.lengthBytes(word0));
            answers.put(word0, PacketDescriptor.word1(PacketDescriptor.generation(word1), matches ? 1 : 0,
                    PacketDescriptor.port(word1), 0));
        }
        if (ready > 0) {
            work.release(ready);
            answers.publish();
        }
        return ready;
    }

    /** Answers the first packet that waits with bits of one's own. */
    public void answer(int result, int flags) {
        if (work.ready(1) < 1 || answers.room(1) < 1) {
            throw new AssertionError("no packet waits");
        }
        long word1 = work.word1(0);
        answers.put(work.word0(0), PacketDescriptor.word1(PacketDescriptor.generation(word1), result, 77, flags));
        work.release(1);
        answers.publish();
    }
}
