package okko.switchd.border;

import java.io.IOException;
import java.nio.file.Path;
import okko.ringshm.layout.PacketDescriptor;
import org.agrona.UnsafeApi;

/** A processor, in a process of its own, that lives an honest life and can die between any two steps of it. */
final class MortalPeer {

    private static final int BATCH = 2;
    private static final int RESULT = 7;
    private static final int FRAME_BYTES = 60;

    private final RawAttachment raw;

    private MortalPeer(RawAttachment raw) {
        this.raw = raw;
    }

    /** Arguments: path of the socket, name, number of the crash point. */
    public static void main(String[] arguments) throws IOException {
        CrashPoint crash = new CrashPoint(Integer.parseInt(arguments[2]));
        new MortalPeer(RawAttachment.attach(Path.of(arguments[0]), arguments[1], crash)).live();
    }

    private void live() throws IOException {
        raw.beat();
        fallAsleep();
        answerBatch("first", 0);
        raw.crash.pass("between two batches");
        originate();
        answerBatch("second", PacketDescriptor.FLAG_DROP);
        raw.read(raw.toProcessor, BATCH);
        raw.crash.pass("third batch: read");
        raw.release("third batch: not released", raw.toProcessor, BATCH);
        raw.crash.tell("ended", "third batch: kept");
    }

    private void fallAsleep() throws IOException {
        raw.store("beaten, idle", raw.toProcessor.sleeps, 1);
        raw.crash.pass("armed for sleep");
        raw.wakeUp.await(1);
        raw.crash.pass("woken");
        raw.store("woken, still armed", raw.toProcessor.sleeps, 2);
    }

    /** Makes a packet of its own of one empty buffer, and gives another one back as it is. */
    private void originate() {
        long[] words = raw.read(raw.emptyBuffers, 2);
        raw.crash.pass("empty buffers: read");
        raw.release("empty buffers: not released", raw.emptyBuffers, 2);
        long frame = raw.frame(words[0]);
        UnsafeApi.putLong(frame, 0x02L);
        raw.crash.pass("own packet: half of its bytes written");
        UnsafeApi.putLong(frame + Long.BYTES, 0x02L);
        long word0 = PacketDescriptor.word0(
                PacketDescriptor.buffer(words[0]), PacketDescriptor.offsetBytes(words[0]), FRAME_BYTES);
        raw.put("own packet", word0, RawAttachment.answer(words[1], RESULT, 0));
        raw.put("unused buffer", words[2], RawAttachment.answer(words[3], 0, PacketDescriptor.FLAG_DROP));
        raw.publish("own packet: not published");
        raw.crash.published(0, 1);
        raw.crash.pass("own packet: published");
    }

    private void answerBatch(String batch, int flags) {
        long[] words = raw.read(raw.toProcessor, BATCH);
        raw.crash.pass(batch + " batch: read");
        long frame = raw.frame(words[0]);
        UnsafeApi.putByte(frame + 20, (byte) 1);
        raw.crash.pass(batch + " batch: half of a packet's bytes written");
        UnsafeApi.putByte(frame + 21, (byte) 1);
        raw.release(batch + " batch: written, not released", raw.toProcessor, BATCH);
        for (int i = 0; i < BATCH; i++) {
            raw.put(batch + " batch: answer " + i, words[2 * i], RawAttachment.answer(words[2 * i + 1], RESULT, flags));
        }
        raw.publish(batch + " batch: not published");
        raw.crash.published(BATCH, 0);
        raw.crash.pass(batch + " batch: published");
        raw.switchWakeUp.signal();
        raw.crash.pass(batch + " batch: switch woken");
    }
}
