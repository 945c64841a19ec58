package okko.switchd.border;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.layout.PoolDescriptor;
import org.agrona.UnsafeApi;

/**
 * The processor that misbehaves, in a process of its own: it attaches, and then does what it is told, line by line, on
 * its standard input. It answers each line with {@code done}, and gives signs of life all the while.
 */
final class HostilePeer {

    private static final int RESULT = 7;
    private static final long BEAT_EVERY_NS = 20_000_000;

    private final ArrayDeque<long[]> held = new ArrayDeque<>();
    private final RawAttachment raw;

    private HostilePeer(RawAttachment raw) {
        this.raw = raw;
    }

    /** What it can be told. */
    enum Order {
        /** Reads a packet, and releases its slot. */
        TAKE,
        /** Returns every packet that it has taken, as an honest processor would. */
        RETURN_ALL,
        /** Returns one packet without a byte in it. */
        RETURN_EMPTY,
        /** Reads whatever comes from now on, and returns nothing. */
        HOARD,
        /** Fifteen lies about descriptors, no two of a kind; it needs two packets in its hands. */
        LIE,
        /** The first of these lies again. */
        LIE_ONCE_MORE,
        /** Moves its position in the ring to the switch as far as it goes. */
        TAIL_TO_2_63,
        /** Moves that position one further than there is room. */
        TAIL_BEYOND_CAPACITY,
        /** Moves that position back by one; it must have returned something. */
        TAIL_BACKWARDS,
        /** Moves its position in the ring from the switch as far as it goes. */
        HEAD_TO_2_63,
        /** Moves that position one beyond what the switch has sent. */
        HEAD_BEYOND_TAIL,
        /** Moves that position back to the start; it must have taken something. */
        HEAD_BACKWARDS,
        /** Signals, fills and empties both wake-ups from now on, and changes its mind about sleeping all the time. */
        FLOOD,
        /** Tries to make both regions shorter under the switch's feet. */
        TRUNCATE,
        /** Closes its socket, and lives on. */
        HANG_UP
    }

    /** Arguments: path of the socket, name. */
    public static void main(String[] arguments) throws IOException {
        CrashPoint none = new CrashPoint(CrashPoint.NEVER);
        HostilePeer peer = new HostilePeer(RawAttachment.attach(Path.of(arguments[0]), arguments[1], none));
        startInBackground(() -> {
            peer.raw.beat();
            LockSupport.parkNanos(BEAT_EVERY_NS);
        });
        System.out.println("attached");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            peer.obey(Order.valueOf(line));
            System.out.println("done");
        }
    }

    private static void startInBackground(Runnable again) {
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                again.run();
            }
        });
    }

    private void obey(Order order) throws IOException {
        RawAttachment.Ring to = raw.toProcessor;
        RawAttachment.Ring from = raw.fromProcessor;
        switch (order) {
            case TAKE -> take();
            case RETURN_ALL -> returnAll();
            case RETURN_EMPTY -> returnEmpty();
            case HOARD -> startInBackground(this::take);
            case LIE -> lie();
            case LIE_ONCE_MORE -> claim(raw.bufferCount, 0, 60, 0, 0);
            case TAIL_TO_2_63 -> raw.store("", from.tail, Long.MIN_VALUE);
            case TAIL_BEYOND_CAPACITY -> raw.store("", from.tail, from.position + raw.capacity + 1);
            case TAIL_BACKWARDS -> raw.store("", from.tail, from.position - 1);
            case HEAD_TO_2_63 -> raw.store("", to.head, Long.MIN_VALUE);
            case HEAD_BEYOND_TAIL -> raw.store("", to.head, RawAttachment.load(to.tail) + raw.capacity);
            case HEAD_BACKWARDS -> raw.store("", to.head, 0);
            case FLOOD -> flood();
            case TRUNCATE -> raw.truncate();
            case HANG_UP -> raw.socket.close();
        }
    }

    private void take() {
        held.add(raw.read(raw.toProcessor, 1));
        raw.release("", raw.toProcessor, 1);
    }

    private void returnAll() {
        while (!held.isEmpty()) {
            long[] words = held.remove();
            raw.put("", words[0], RawAttachment.answer(words[1], RESULT, 0));
        }
        raw.publish("");
    }

    private void returnEmpty() {
        long[] words = held.remove();
        raw.put("", PacketDescriptor.word0(PacketDescriptor.buffer(words[0]), 0, 0),
                RawAttachment.answer(words[1], RESULT, 0));
        raw.publish("");
    }

    /** What it says of packets is honest at the end: one is returned before all others, one is kept. */
    private void lie() {
        long[] returned = held.remove();
        raw.put("", returned[0], RawAttachment.answer(returned[1], RESULT, 0));
        raw.put("repeated", returned[0], RawAttachment.answer(returned[1], RESULT, 0));

        long[] mine = held.peek();
        int buffer = PacketDescriptor.buffer(mine[0]);
        int generation = PacketDescriptor.generation(mine[1]);
        int room = UnsafeApi.getInt(raw.pool + PoolDescriptor.HEADROOM_OFFSET)
                + UnsafeApi.getInt(raw.pool + PoolDescriptor.DATA_ROOM_OFFSET);
        claim(raw.bufferCount, 0, 60, generation, 0);
        claim(-1, 0, 60, generation, 0);
        claim(Integer.MIN_VALUE, 0, 60, generation, 0);
        claim(buffer, 0, 60, generation - 1, 0);
        claim(buffer, 0, 60, generation + 1, 0);
        claim(buffer, room, 1, generation, 0);
        claim(buffer, 0xffff, 60, generation, 0);
        claim(buffer, 0, 0xffff, generation, 0);
        claim(buffer, 0xffff, 0xffff, generation, 0);
        claim(buffer, 0, 60, generation, 0x40);
        claim(buffer, 0, 60, generation, 0xfc);
        claim(0, 0, 60, generation, 0); // holds the first frame of the capture, which the other processor gets
        claim(raw.bufferCount - 1, 0, 60, 0, 0); // was never lent, and is free
        claim(buffer ^ 1 << 10, 0, 60, generation, 0);
    }

    private void claim(int buffer, int offsetBytes, int lengthBytes, int generation, int flags) {
        raw.put("", PacketDescriptor.word0(buffer, offsetBytes, lengthBytes),
                PacketDescriptor.word1(generation, RESULT, 0, flags));
        raw.publish("");
    }

    private void flood() {
        startInBackground(() -> {
            raw.switchWakeUp.signal();
            raw.wakeUp.signal();
            raw.store("", raw.toProcessor.sleeps, System.nanoTime());
            raw.store("", raw.emptyBuffers.sleeps, System.nanoTime());
        });
        startInBackground(() -> {
            raw.switchWakeUp.clear();
            raw.wakeUp.clear();
        });
        startInBackground(() -> RawAttachment.fillUp(raw.switchWakeUp));
    }
}
