package okko.switchd.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okko.switchd.action.ControllerQueue;
import okko.switchd.flow.Field;
import okko.switchd.packet.PacketIn;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * {@code monitor begin} and {@code monitor receive}: what rules send to the controllers. Each listener gets all of it
 * from when it began, as long as it asks again within {@value #PATIENCE_S} s. On the control thread.
 */
public final class PacketIns implements Agent {

    private static final int TAKEN_AT_ONCE = 256;
    private static final int KEPT_PER_LISTENER = 1_024;
    private static final int MAX_LISTENERS = 16;
    private static final long PATIENCE_S = 5;
    private static final long ANSWER_AFTER_NS = TimeUnit.SECONDS.toNanos(1);

    private final Bridge bridge;
    private final ControllerQueue queue;
    private final NanoClock clock;
    private final Map<Long, Listener> listeners = new HashMap<>();
    private final List<Taker> takers = new ArrayList<>();
    private long lastId;

    /**
     * Makes the commands; nobody listens yet.
     *
     * @param bridge that the packets are of
     * @param queue  that they come by
     * @param clock  says who does not listen any more
     */
    public PacketIns(Bridge bridge, ControllerQueue queue, NanoClock clock) {
        this.bridge = bridge;
        this.queue = queue;
        this.clock = clock;
    }

    /** Somebody who gets every packet at once, whenever there is one to get it. */
    public interface Taker {

        /** {@return whether anybody would do anything with a packet now} */
        boolean isListening();

        /**
         * Takes a packet.
         *
         * @param packet with what goes along with it
         */
        void take(PacketIn packet);
    }

    /**
     * Gives all packets to somebody else too, from now on.
     *
     * @param taker who gets them
     */
    public void giveTo(Taker taker) {
        takers.add(taker);
    }

    /** Somebody who asks for packets again and again. */
    private static final class Listener {

        final ArrayDeque<PacketInReport.Item> kept = new ArrayDeque<>();
        long lost;
        long askedNs;

        /** Of the question that is open; {@code null} between two of them. */
        CompletableFuture<PacketInReport> answer;

        Listener(long askedNs) {
            this.askedNs = askedNs;
        }

        void add(PacketInReport.Item item) {
            if (kept.size() == KEPT_PER_LISTENER) {
                lost++;
            } else {
                kept.add(item);
            }
        }

        boolean answerIfDue(long nowNs) {
            if (answer == null || kept.isEmpty() && lost == 0 && nowNs - askedNs < ANSWER_AFTER_NS) {
                return false;
            }
            CompletableFuture<PacketInReport> open = answer;
            PacketInReport report = new PacketInReport(List.copyOf(kept), lost);
            answer = null;
            askedNs = nowNs;
            kept.clear();
            lost = 0;
            open.complete(report);
            return true;
        }
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("monitor begin", this::begin);
        commands.put("monitor receive", this::receive);
    }

    private CompletableFuture<?> begin(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        if (listeners.size() == MAX_LISTENERS) {
            throw new CommandException(MAX_LISTENERS + " listen already; no more can");
        }
        listeners.put(++lastId, new Listener(clock.nanoTime()));
        queue.listen(true);
        return CompletableFuture.completedFuture(lastId);
    }

    private CompletableFuture<?> receive(Arguments arguments) throws CommandException {
        long id = arguments.number("listener", 0, 1);
        Listener listener = listeners.get(id);
        if (listener == null || listener.answer != null) {
            throw new CommandException("no listener " + id + " waits; one begins with monitor begin, and asks again "
                    + "within " + PATIENCE_S + " s");
        }
        listener.askedNs = clock.nanoTime();
        listener.answer = new CompletableFuture<>();
        return listener.answer;
    }

    @Override
    public int doWork() {
        int workCount = queue.take(this::distribute, TAKEN_AT_ONCE);
        if (!listeners.isEmpty()) {
            long nowNs = clock.nanoTime();
            for (Listener listener : new ArrayList<>(listeners.values())) {
                workCount += listener.answerIfDue(nowNs) ? 1 : 0;
            }
            long patienceNs = TimeUnit.SECONDS.toNanos(PATIENCE_S);
            listeners.values().removeIf(listener -> nowNs - listener.askedNs > patienceNs);
        }
        queue.listen(!listeners.isEmpty() || takers.stream().anyMatch(Taker::isListening));
        return workCount;
    }

    private void distribute(PacketIn packet) {
        takers.forEach(taker -> taker.take(packet));
        if (listeners.isEmpty()) {
            return;
        }
        int inPort = (int) packet.fields().value(Field.IN_PORT).low();
        var item = new PacketInReport.Item(inPort, packet.reason().label(), packet.table(),
                "0x" + Long.toHexString(packet.cookie()), packet.frameBytes(),
                HexFormat.of().formatHex(packet.frame()));
        listeners.values().forEach(listener -> listener.add(item));
    }

    @Override
    public String roleName() {
        return "okko-packet-ins";
    }
}
