package okko.switchd;

import java.io.IOException;
import java.nio.file.Path;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;

/** A processor in a process of its own that returns every packet with result 7, until somebody kills it. */
final class ProcessorPeer {

    private static final int BATCH = 32;

    private ProcessorPeer() {}

    public static void main(String[] arguments) throws IOException {
        try (ProcessorAttachment attachment = ProcessorAttachment.attach(Path.of(arguments[0]), arguments[1])) {
            System.out.println("attached");
            RingConsumer work = attachment.fromSwitch();
            RingProducer verdicts = attachment.toSwitch();
            while (attachment.switchIsAlive()) {
                attachment.beat(System.nanoTime());
                int count = Math.min(work.ready(BATCH), verdicts.room(BATCH));
                for (int i = 0; i < count; i++) {
                    long word1 = work.word1(i);
                    verdicts.put(work.word0(i), PacketDescriptor.word1(PacketDescriptor.generation(word1), 7, 0, 0));
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
}
