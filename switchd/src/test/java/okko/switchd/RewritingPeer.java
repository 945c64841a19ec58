package okko.switchd;

import java.io.IOException;
import java.nio.file.Path;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PoolView;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import org.agrona.UnsafeApi;

/**
 * A processor in a process of its own that returns every packet with result 7 and writes to it, by the last bits of its
 * byte 20: 0 and 1 become the last byte of the destination, and those of 1 get four bytes before the frame besides; of
 * 2 it sends out by port 6; of 3 it cuts off all but ten bytes.
 */
final class RewritingPeer {

    private static final int BATCH = 32;

    private RewritingPeer() {}

    public static void main(String[] arguments) throws IOException {
        try (ProcessorAttachment attachment = ProcessorAttachment.attach(Path.of(arguments[0]), arguments[1])) {
            System.out.println("attached");
            RingConsumer work = attachment.fromSwitch();
            RingProducer verdicts = attachment.toSwitch();
            while (attachment.switchIsAlive()) {
                attachment.beat(System.nanoTime());
                int count = Math.min(work.ready(BATCH), verdicts.room(BATCH));
                for (int i = 0; i < count; i++) {
                    rewrite(attachment.pool(), work.word0(i), work.word1(i), verdicts);
                }
                if (count > 0) {
                    verdicts.publish();
                    work.release(count);
                } else {
                    Thread.yield();
                }
            }
        }
    }

    private static void rewrite(PoolView pool, long word0, long word1, RingProducer verdicts) {
        long frame = pool.frameAddress(word0);
        int kind = UnsafeApi.getByte(frame + 20) & 3;
        int grownBytes = kind == 1 ? 4 : 0;
        int lengthBytes = kind == 3 ? 10 : PacketDescriptor.lengthBytes(word0) + grownBytes;
        UnsafeApi.setMemory(frame - grownBytes, 5, (byte) 0);
        UnsafeApi.putByte(frame - grownBytes + 5, (byte) kind);
        verdicts.put(
                PacketDescriptor.word0(PacketDescriptor.buffer(word0),
                        PacketDescriptor.offsetBytes(word0) - grownBytes, lengthBytes),
                PacketDescriptor.word1(PacketDescriptor.generation(word1), 7, 6,
                        kind == 2 ? PacketDescriptor.FLAG_OUTPUT : 0));
    }
}
