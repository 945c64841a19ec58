package okko.examples.responder;

import java.util.concurrent.TimeUnit;
import okko.external.api.Metrics.Counter;
import okko.external.api.PacketBatch;
import okko.external.api.Processor;
import okko.external.api.ProcessorContext;

/**
 * Gives an IPv4 address to the switch itself: answers ARP requests for it and pings to it, as a host would. The answer
 * is the request, changed in place and sent out by the port that it came in by; nothing is copied.
 *
 * <p>At most {@code pings-per-second} are answered, more end here. The address announces itself every
 * {@code announce-seconds} by a packet of the processor's own. All other packets pass, with result 0.
 */
public final class Responder implements Processor {

    /** Result of announcements, so that a rule can tell them from packets that only passed through. */
    public static final int ANNOUNCEMENT = 1;

    private static final long MAX_MAC = 0xffff_ffff_ffffL;
    private static final int MAX_RATE = 1_000_000;
    private static final int MAX_PERIOD_SECONDS = 3_600;

    private final Frame frame = new Frame();
    private ProcessorContext context;
    private int address;
    private long mac;
    private TokenBucket pings;
    private long announceNs;
    private long nextAnnouncementNs;
    private Counter arpAnswered;
    private Counter pingsAnswered;
    private Counter pingsRefused;
    private Counter announced;

    @Override
    public void start(ProcessorContext itsContext) {
        context = itsContext;
        address = Ipv4Text.parse(context.settings().text("address"));
        mac = context.settings().number("mac", 0x02_00_00_00_00_fdL, 1, MAX_MAC);
        pings = new TokenBucket(context.settings().number("pings-per-second", 100, 1, MAX_RATE), context.nanoTime());
        announceNs = TimeUnit.SECONDS.toNanos(context.settings().number("announce-seconds", 60, 1, MAX_PERIOD_SECONDS));
        nextAnnouncementNs = context.nanoTime();
        arpAnswered = context.metrics().counter("arp_answered", "ARP requests answered.");
        pingsAnswered = context.metrics().counter("pings_answered", "Pings answered.");
        pingsRefused = context.metrics().counter("pings_refused", "Pings beyond pings-per-second, dropped.");
        announced = context.metrics().counter("announced", "Announcements sent.");
    }

    @Override
    public void process(PacketBatch batch) {
        pings.refill(context.nanoTime()); // one look at the clock per batch
        for (int i = 0, size = batch.size(); i < size; i++) {
            switch (frame.parse(batch, i, address)) {
                case ARP_REQUEST -> {
                    frame.answerArp(batch, i, mac, address);
                    batch.output(i, batch.inPort(i));
                    arpAnswered.increment();
                }
                case PING -> answerPing(batch, i);
                case OTHER -> batch.pass(i, 0);
            }
        }
        announce(batch);
    }

    private void answerPing(PacketBatch batch, int index) {
        if (!pings.take()) {
            batch.drop(index);
            pingsRefused.increment();
            return;
        }
        frame.answerPing(batch, index);
        batch.output(index, batch.inPort(index));
        pingsAnswered.increment();
    }

    /** Without traffic there would be no call of {@link #process}. */
    @Override
    public void idle(PacketBatch batch) {
        announce(batch);
    }

    private void announce(PacketBatch batch) {
        long nowNs = context.nanoTime();
        if (nowNs - nextAnnouncementNs < 0) {
            return;
        }
        int index = batch.originate(Frame.ARP_FRAME_BYTES);
        if (index != PacketBatch.NONE_FREE) { // else with the next batch, when the switch has lent another buffer
            frame.announce(batch, index, mac, address);
            batch.pass(index, ANNOUNCEMENT);
            nextAnnouncementNs = nowNs + announceNs;
            announced.increment();
        }
    }
}
