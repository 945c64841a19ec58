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
 * A processor in a process of its own whose verdict is the sum of a frame's bytes, modulo 3: 0 and 1 are results, 2
 * means drop. It writes nothing to packets. For the first packet it originates another, if it has an empty buffer.
 */
final class JudgingPeer {

    private static final int BATCH = 32;

    private JudgingPeer() {}

    public static void main(String[] arguments) throws IOException {
        try (ProcessorAttachment attachment = ProcessorAttachment.attach(Path.of(arguments[0]), arguments[1])) {
            System.out.println("attached");
            RingConsumer work = attachment.fromSwitch();
            RingProducer verdicts = attachment.toSwitch();
            boolean originated = false;
            while (attachment.switchIsAlive()) {
                attachment.beat(System.nanoTime());
                if (!originated && verdicts.room(1) > 0 && attachment.emptyBuffers().ready(1) > 0) {
                    originate(attachment.pool(), attachment.emptyBuffers(), verdicts);
                    originated = true;
                }
                int count = Math.min(work.ready(BATCH), verdicts.room(BATCH));
                for (int i = 0; i < count; i++) {
                    judge(attachment.pool(), work.word0(i), work.word1(i), verdicts);
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

    private static void judge(PoolView pool, long word0, long word1, RingProducer verdicts) {
        long frame = pool.frameAddress(word0);
        int sum = 0;
        for (int i = 0; i < PacketDescriptor.lengthBytes(word0); i++) {
            sum += UnsafeApi.getByte(frame + i) & 0xff;
        }
        int verdict = sum % 3;
        verdicts.put(word0, PacketDescriptor.word1(
                PacketDescriptor.generation(word1), verdict, 0, verdict == 2 ? PacketDescriptor.FLAG_DROP : 0));
    }

    private static void originate(PoolView pool, RingConsumer empty, RingProducer verdicts) {
        long word0 = empty.word0(0);
        long filled = PacketDescriptor.word0(
                PacketDescriptor.buffer(word0), PacketDescriptor.offsetBytes(word0), 60);
        UnsafeApi.setMemory(pool.frameAddress(filled), 60, (byte) 0x0e);
        verdicts.put(filled, PacketDescriptor.word1(
                PacketDescriptor.generation(empty.word1(0)), 0, 6, PacketDescriptor.FLAG_OUTPUT));
        verdicts.publish();
        empty.release(1);
    }
}
