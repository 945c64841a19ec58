package okko.external.journal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.NanoClock;

/**
 * Moves records from the hand-over into the store. A store that fails is closed, told of in one line, and opened again
 * a second later; what comes meanwhile is taken out and counted, so that the hand-over is never full for that reason.
 */
final class WriterAgent implements Agent {

    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int RECORDS_AT_ONCE = 256;

    private final HandOver handOver;
    private final RecordStore.Opener opener;
    private final NanoClock clock;
    private final Consumer<String> lines;
    private final MessageHandler handler = this::onRecord;
    private final AtomicLong recorded = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    private RecordStore store;
    private long nextTryNs;
    private long lostSinceRecord;
    private boolean failed;

    WriterAgent(HandOver handOver, RecordStore.Opener opener, NanoClock clock, Consumer<String> lines) {
        this.handOver = handOver;
        this.opener = opener;
        this.clock = clock;
        this.lines = lines;
        nextTryNs = clock.nanoTime();
    }

    /** Packets that are in the journal; any thread may ask. */
    long recorded() {
        return recorded.getOpaque();
    }

    /** Packets that the store did not take; any thread may ask. */
    long lost() {
        return lost.getOpaque();
    }

    @Override
    public int doWork() {
        if (store == null && clock.nanoTime() - nextTryNs >= 0) {
            open();
        }
        return handOver.read(handler, RECORDS_AT_ONCE);
    }

    private void open() {
        try {
            store = opener.open();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void onRecord(int type, MutableDirectBuffer buffer, int offset, int length) {
        boolean isPacket = (buffer.getByte(offset + RecordDescriptor.FLAGS_OFFSET) & RecordDescriptor.FLAG_NO_PACKET)
                == 0;
        long missed = buffer.getLong(offset + RecordDescriptor.MISSED_OFFSET);
        if (append(buffer, offset, length, missed)) {
            if (failed) {
                lines.accept("recording again; " + lostSinceRecord + " packets were not recorded meanwhile");
                failed = false;
            }
            lostSinceRecord = 0;
            recorded.setOpaque(recorded.getPlain() + (isPacket ? 1 : 0));
        } else {
            lostSinceRecord += missed + (isPacket ? 1 : 0);
            lost.setOpaque(lost.getPlain() + (isPacket ? 1 : 0));
        }
    }

    private boolean append(MutableDirectBuffer buffer, int offset, int length, long missed) {
        if (store == null) {
            return false;
        }
        try {
            buffer.putLong(offset + RecordDescriptor.MISSED_OFFSET, missed + lostSinceRecord);
            store.append(buffer, offset, length);
            return true;
        } catch (IOException e) {
            closeStore();
            fail(e);
            return false;
        }
    }

    private void fail(IOException reason) {
        nextTryNs = clock.nanoTime() + RETRY_NS;
        if (!failed) {
            failed = true;
            lines.accept("packets are not recorded now: " + reason.getMessage());
        }
    }

    private void closeStore() {
        if (store != null) {
            try {
                store.close();
            } catch (IOException e) {
                fail(e);
            }
            store = null;
        }
    }

    @Override
    public void onClose() {
        closeStore();
    }

    @Override
    public String roleName() {
        return "okko-journal";
    }
}
