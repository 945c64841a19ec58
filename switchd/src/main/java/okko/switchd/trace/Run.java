package okko.switchd.trace;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okko.ringshm.pool.PacketPool;
import okko.switchd.action.ActionExecutor;
import okko.switchd.action.Continuation;
import okko.switchd.action.SharedState;
import okko.switchd.action.Step;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.Packet;
import okko.switchd.packet.PacketIn;
import okko.switchd.packet.Sink;
import okko.switchd.parse.FlowKeyParser;
import okko.switchd.translate.Translator;
import org.agrona.UnsafeApi;

/** One packet on its way, through ports that keep what they are sent. */
final class Run {

    private static final int MANY = 1 << 10;

    private final PacketPool pool;
    private final SharedState shared;
    private final DropCounters drops = new DropCounters();
    private final ActionExecutor executor;
    private final List<Trace.Output> outputs = new ArrayList<>();
    private final long[] mask = new long[FlowKey.WORDS];
    private long[] before;

    Run(PacketPool pool, SharedState shared, List<Tracer.Port> ports) {
        this.pool = pool;
        this.shared = shared;
        executor = new ActionExecutor(pool, drops, shared);
        ports.forEach(port -> executor.add(port.number(), new Kept(port)));
        executor.parseWith(FlowKeyParser::parse);
    }

    /** Sends the packet; {@code key} is what it was at first. */
    void go(Translator translator, Tracer.Arrival arrival, long[] key) {
        before = key;
        executor.lookUpIn((packet, continuation) -> find(translator, packet, continuation));
        Batch batch = new Batch();
        int buffer = pool.allocate();
        long address = pool.dataAddress(buffer) + pool.headroomBytes();
        byte[] frame = arrival.frame();
        UnsafeApi.copyMemory(frame, UnsafeApi.arrayBaseOffset(byte[].class), null, address, frame.length);
        batch.add(buffer, address, frame.length, arrival.inPort(), arrival.metadata());
        Packet packet = new Packet();
        packet.take(batch, 0);
        executor.begin(batch);
        FlowKeyParser.parse(packet);
        executor.run(translator.translate(packet.key, mask), packet);
        executor.flush();
        shared.controllers().take(this::keep, MANY);
    }

    private Step find(Translator translator, Packet packet, Continuation continuation) {
        packet.pass = continuation.number();
        FlowKeyParser.parse(packet);
        return translator.translate(packet.key, continuation, mask);
    }

    List<Trace.Output> outputs() {
        return List.copyOf(outputs);
    }

    Map<String, Long> drops() {
        return drops.byLabel();
    }

    private void keep(PacketIn beginning) {
        outputs.add(new Trace.Output("controller", "", HexFormat.of().formatHex(beginning.frame())));
    }

    private void keep(String port, Packet packet) {
        FlowKeyParser.parse(packet);
        byte[] frame = new byte[packet.lengthBytes];
        UnsafeApi.copyMemory(null, packet.address, frame, UnsafeApi.arrayBaseOffset(byte[].class), frame.length);
        outputs.add(new Trace.Output(port, changes(packet.key), HexFormat.of().formatHex(frame)));
    }

    /** The words for what the packet has become, without those for what it was. */
    private String changes(long[] key) {
        long[] either = new long[FlowKey.WORDS];
        for (int word = 0; word < FlowKey.WORDS; word++) {
            either[word] = key[word] == 0 && before[word] == 0 ? 0 : -1L;
        }
        Set<String> words = words(key, either);
        words.removeAll(words(before, either));
        return String.join(",", words);
    }

    private static Set<String> words(long[] key, long[] mask) {
        return new LinkedHashSet<>(List.of(Match.of(key, mask).toString().split(",")));
    }

    /** A port that keeps what it is sent. */
    private final class Kept implements Sink {

        private final Tracer.Port port;

        Kept(Tracer.Port port) {
            this.port = port;
        }

        @Override
        public void send(Batch batch) {
            Packet packet = new Packet();
            for (int i = 0; i < batch.size; i++) {
                packet.take(batch, i);
                keep(String.valueOf(port.number()), packet);
                pool.release(packet.buffer);
            }
            batch.clear();
        }

        @Override
        public boolean isFlooded() {
            return port.isFlooded();
        }
    }
}
