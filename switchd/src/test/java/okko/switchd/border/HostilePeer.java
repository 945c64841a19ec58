package okko.switchd.border;

import java.io.IOException;
import java.nio.file.Path;
import okko.ringshm.layout.PacketDescriptor;
import org.agrona.UnsafeApi;

/** The processor that misbehaves, in a process of its own. */
final class HostilePeer {

    private static final int BATCH = 3;
    private static final int RESULT = 7;

    private final RawAttachment raw;

    private HostilePeer(RawAttachment raw) {
        this.raw = raw;
    }

    /** What it does. */
    enum Behaviour {
        /** Lives an honest life with a crash point between any two stores. */
        CRASH
    }

    /** Arguments: path of the socket, name, behaviour, number of the crash point or another number. */
    public static void main(String[] arguments) throws Exception {
        Behaviour behaviour = Behaviour.valueOf(arguments[2]);
        int number = Integer.parseInt(arguments[3]);
        CrashPoint crash = new CrashPoint(behaviour == Behaviour.CRASH ? number : CrashPoint.NEVER);
        HostilePeer peer = new HostilePeer(RawAttachment.attach(Path.of(arguments[0]), arguments[1], crash));
        switch (behaviour) {
            case CRASH -> peer.liveAndDie();
        }
    }

    /** Everything that a processor does, once and a bit. */
    private void liveAndDie() throws IOException {
        raw.beat();
        fallAsleep();
        answerBatch(0);
        raw.crash.pass("between two batches");
        answerBatch(PacketDescriptor.FLAG_DROP);
        raw.read(raw.toProcessor, BATCH);
        raw.crash.pass("second batch read, not released");
        raw.release("second batch read, not released", raw.toProcessor, BATCH);
        raw.crash.tell("ended", "everything done, " + BATCH + " packets kept");
    }

    private void fallAsleep() throws IOException {
        raw.store("beaten, idle", raw.toProcessor.sleeps, 1);
        raw.crash.pass("armed for sleep");
        raw.wakeUp.await(1);
        raw.crash.pass("woken");
        raw.store("woken", raw.toProcessor.sleeps, 2);
    }

    private void answerBatch(int flags) {
        long[] words = raw.read(raw.toProcessor, BATCH);
        raw.crash.pass("read, not released");
        for (int i = 0; i < BATCH; i++) {
            UnsafeApi.putByte(raw.frame(words[2 * i]) + 20, (byte) i);
            raw.crash.pass("in the middle of writing packet bytes");
            UnsafeApi.putByte(raw.frame(words[2 * i]) + 21, (byte) i);
        }
        raw.release("written, not released", raw.toProcessor, BATCH);
        for (int i = 0; i < BATCH; i++) {
            raw.put("answer " + i, words[2 * i], RawAttachment.answer(words[2 * i + 1], RESULT, flags));
        }
        raw.publish("answers written, not published");
        raw.crash.published(BATCH, 0);
        raw.crash.pass("answers published");
        raw.switchWakeUp.signal();
        raw.crash.pass("switch woken");
    }
}
