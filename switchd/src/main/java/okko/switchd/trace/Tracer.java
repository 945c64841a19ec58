package okko.switchd.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import okko.switchd.action.SharedState;
import okko.switchd.action.Step;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Field;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.packet.Packet;
import okko.switchd.packet.PacketRoom;
import okko.switchd.parse.FlowKeyParser;
import okko.switchd.program.ProgramStore;
import okko.switchd.translate.Translator;

/** Sends one packet through a copy of the switch: a pool and ports of its own, and the tables of now. */
public final class Tracer {

    /** Each copy of the packet needs one. */
    private static final int BUFFERS = 1024;

    private static final int FIRST_THREAD = 0;

    private final Parts parts;

    /**
     * What it looks at.
     *
     * @param programs are tried out
     * @param flows    finds what a rule was made of
     * @param shared   is copied
     * @param seed     by which groups choose among their buckets
     */
    public record Parts(ProgramStore programs, Function<Rule, Optional<Flow>> flows, SharedState shared, long seed) {}

    /**
     * A port.
     *
     * @param number    OpenFlow number
     * @param isFlooded whether floods reach it
     */
    public record Port(int number, boolean isFlooded) {}

    /**
     * A packet that comes in.
     *
     * @param frame    its bytes, at least an Ethernet header; not changed
     * @param inPort   OpenFlow number of the port
     * @param metadata that comes with it
     */
    public record Arrival(byte[] frame, int inPort, long metadata) {

        /**
         * Makes a packet.
         *
         * @param key with its header fields, its port and its metadata
         * @return the shortest one that has them
         */
        public static Arrival of(long[] key) {
            return new Arrival(FrameComposer.frame(key), (int) Field.IN_PORT.read(key).low(),
                    Field.METADATA.read(key).low());
        }

        /** {@return its header fields, as a key} */
        public long[] key() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame);
                Packet packet = new Packet();
                packet.address = memory.address();
                packet.lengthBytes = frame.length;
                packet.inPort = inPort;
                packet.metadata = metadata;
                FlowKeyParser.parse(packet);
                return packet.key;
            }
        }
    }

    /**
     * Makes a tracer.
     *
     * @param parts what it looks at
     */
    public Tracer(Parts parts) {
        this.parts = parts;
    }

    /**
     * Finds out what would become of a packet.
     *
     * @param tables  that decide
     * @param ports   where it may go
     * @param arrival of the packet
     * @return all that is to be said about it
     * @throws IllegalArgumentException if the frame is longer than a packet can be
     * @throws UncheckedIOException     if there is no memory for copies of it
     */
    public Trace trace(Tables tables, List<Port> ports, Arrival arrival) {
        long[] key = arrival.key();
        long[] mask = new long[FlowKey.WORDS];
        Translator plain = new Translator(FIRST_THREAD, parts.seed);
        plain.tables(tables);
        Step steps = plain.translate(key, mask);
        Story story = new Story(parts.flows);
        Run run = run(tables, ports, arrival, story, key);
        return new Trace(Match.of(key, wherever(key)).toString(), HexFormat.of().formatHex(arrival.frame),
                story.lines(), Match.of(key, mask).toString(), steps.toString(), run.outputs(), run.drops());
    }

    private Run run(Tables tables, List<Port> ports, Arrival arrival, Story story, long[] key) {
        int usual = PoolConfig.standard().dataRoomBytes();
        int room = Math.max(usual, Math.min(arrival.frame.length + usual, PoolConfig.MAX_DATA_ROOM_BYTES));
        try (PacketPool pool = PacketPool.create(new PoolConfig(BUFFERS, room));
                TriedInstances instances = new TriedInstances(tables, parts, new PacketRoom(pool), story)) {
            if (arrival.frame.length > pool.maxFrameBytes()) {
                throw new IllegalArgumentException("a packet has at most %d bytes: this one has %d"
                        .formatted(pool.maxFrameBytes(), arrival.frame.length));
            }
            Translator translator = Translator.stepByStep(parts.seed, story, instances);
            translator.tables(tables);
            Run run = new Run(pool, parts.shared.copy(), ports);
            run.go(translator, arrival, key);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long[] wherever(long[] key) {
        return Arrays.stream(key).map(word -> word == 0 ? 0 : -1L).toArray();
    }
}
