package okko.switchd.border;

import java.io.IOException;
import java.nio.file.Path;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import org.agrona.concurrent.BackoffIdleStrategy;

/** A processor that does what it should, in a process of its own; whatever a neighbour does, it loses nothing. */
final class HonestPeer {

    private static final int BATCH = 32;
    private static final long LONGEST_PARK_NS = 50_000;

    private HonestPeer() {}

    /** Arguments: path of the socket, name. */
    public static void main(String[] arguments) throws IOException {
        try (ProcessorAttachment attachment = ProcessorAttachment.attach(Path.of(arguments[0]), arguments[1])) {
            System.out.println("attached");
            RingConsumer work = attachment.fromSwitch();
            RingProducer answers = attachment.toSwitch();
            BackoffIdleStrategy idle = new BackoffIdleStrategy(1000, 10, 1_000, LONGEST_PARK_NS);
            int rounds = 0;
            while (rounds++ % 1000 != 0 || attachment.switchIsAlive()) {
                attachment.beat(System.nanoTime());
                int count = Math.min(work.ready(BATCH), answers.room(BATCH));
                for (int i = 0; i < count; i++) {
                    answers.put(work.word0(i), RawAttachment.answer(work.word1(i), 1, 0));
                }
                if (count > 0) {
                    answers.publish();
                    work.release(count);
                }
                idle.idle(count);
            }
        }
    }
}
