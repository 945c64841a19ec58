package okko.switchd;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import okko.ringshm.pool.PacketPool;
import okko.switchd.datapath.ThreadedPort;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;
import okko.switchd.port.ClosedSink;
import okko.switchd.port.DeafSource;
import okko.switchd.port.OpenPort;
import okko.switchd.port.PortSetting;
import okko.switchd.port.SilentSource;
import okko.switchd.port.UnfloodedSink;

/** Says how the datapath threads use a port: as it is, or restricted. On the datapath thread that changes it. */
final class PortWiring {

    private final PacketPool pool;

    /** By queue: what stands before ports that do not receive, or once did not. */
    private final Map<OpenPort, List<Source>> deaf = new IdentityHashMap<>();

    PortWiring(PacketPool pool) {
        this.pool = pool;
    }

    ThreadedPort connect(OpenPort open, boolean isSwitchedOff, Set<PortSetting> settings) {
        if (isSwitchedOff) {
            return wire(open, List.of(new SilentSource()), closed(open, DropReason.PORT_DOWN), _ -> null);
        }
        List<Source> sources = settings.contains(PortSetting.NO_RECEIVE)
                ? deaf.computeIfAbsent(open, this::deaf)
                : open.port().queues();
        if (settings.contains(PortSetting.NO_FORWARD)) {
            return wire(open, sources, closed(open, DropReason.PORT_NO_FORWARD), _ -> null);
        }
        IntFunction<Sink> sinks = thread -> open.port().furtherSink(pool.ofThread(thread)).orElse(null);
        if (settings.contains(PortSetting.NO_FLOOD)) {
            return wire(open, sources, new UnfloodedSink(open.port()), thread -> {
                Sink sink = sinks.apply(thread);
                return sink == null ? null : new UnfloodedSink(sink);
            });
        }
        return wire(open, sources, open.port(), sinks);
    }

    private static ThreadedPort wire(OpenPort open, List<Source> sources, Sink sink, IntFunction<Sink> sinks) {
        List<ThreadedPort.Queue> queues = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            queues.add(new ThreadedPort.Queue(open.threads().get(i), sources.get(i)));
        }
        return new ThreadedPort(open.config().number(), open.config().name(), queues, sink, sinks);
    }

    private Sink closed(OpenPort open, DropReason reason) {
        return new ClosedSink(open.port().counters(), pool.ofThread(open.thread()), reason);
    }

    private List<Source> deaf(OpenPort open) {
        List<Source> queues = open.port().queues();
        PortCounters counters = open.port().counters();
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < queues.size(); i++) {
            sources.add(new DeafSource(queues.get(i), i == 0 ? counters : counters.part(),
                    pool.ofThread(open.threads().get(i)), Batch.CAPACITY));
        }
        return sources;
    }

    /** Forgets a port that is closed. */
    void forget(OpenPort open) {
        deaf.remove(open);
    }
}
