package okko.bpf.verify.fuzz;

import java.util.OptionalLong;
import java.util.Random;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.ProgramImage;
import okko.bpf.interpret.Interpreter;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.verify.Analysis;
import org.agrona.UnsafeApi;

/** Runs of one program that was accepted, on packets of many kinds, under a {@link Watch}. */
final class Trial {

    private static final int RUNS = 10;
    private static final int BUDGET = 20_000;
    private static final int ROOM_BYTES = 32;
    private static final int MAX_PORT = 4;

    private final ProgramImage image;
    private final Analysis analysis;
    private final Packets packets;
    private final Random random;

    Trial(ProgramImage image, Analysis analysis, Packets packets, Random random) {
        this.image = image;
        this.analysis = analysis;
        this.packets = packets;
        this.random = random;
    }

    /**
     * Runs the program.
     *
     * @throws Violation of what the verifier has promised
     * @throws BpfFault  if the interpreter has stopped a run
     */
    void run() {
        long room = UnsafeApi.allocateMemory(ROOM_BYTES + Packets.MAX_BYTES + ROOM_BYTES);
        try (Environment environment = Environment.allocate(image, random::nextLong, _ -> { })) {
            environment.maps().forEach(this::fill);
            var context = new RunContext(environment, 0);
            var watch = new Watch(image, analysis, environment, context);
            var interpreter = new Interpreter(image, environment, context, BUDGET, () -> { });
            interpreter.observe(watch);
            context.room(ROOM_BYTES, ROOM_BYTES);
            context.arrivedAt(random.nextInt(MAX_PORT), random.nextInt(MAX_PORT));
            var runs = new Runs(interpreter, watch, room + ROOM_BYTES);
            for (int i = 0; i < RUNS; i++) {
                byte[] packet = packets.draw(random);
                OptionalLong result = result(runs, packet);
                if (result.isPresent() && context.records().count() != 0) {
                    throw new Violation(0, "leaves records that it has reserved");
                }
                if (analysis.footprint().isPure() && !result(runs, alike(packet)).equals(result)) {
                    throw new Violation(0, "is said to depend on packet bytes %s only, and does not: %s".formatted(
                            analysis.footprint().packetRead(), result));
                }
            }
        } finally {
            UnsafeApi.freeMemory(room);
        }
    }

    private record Runs(Interpreter interpreter, Watch watch, long packet) {}

    /** The result of a run; none if it was stopped, as one that may be long may be. */
    private OptionalLong result(Runs runs, byte[] packet) {
        UnsafeApi.copyMemory(packet, UnsafeApi.arrayBaseOffset(byte[].class), null, runs.packet, packet.length);
        runs.watch.begin(runs.packet);
        try {
            return OptionalLong.of(runs.interpreter.run(runs.packet, packet.length));
        } catch (BpfFault fault) {
            if (analysis.maxInstructions() > BUDGET && fault.getMessage().endsWith(BUDGET + " instructions")) {
                return OptionalLong.empty();
            }
            throw fault;
        }
    }

    /** A packet that differs only where the program does not read. */
    private byte[] alike(byte[] packet) {
        byte[] other = packet.clone();
        for (int i = 0; i < other.length; i++) {
            if (!analysis.footprint().packetRead().contains(i)) {
                other[i] = (byte) random.nextInt();
            }
        }
        return other;
    }

    /** Gives a map entries that programs may find: of keys that are 0, 1, ... */
    private void fill(BpfMap map) {
        if (map.definition().access() == ProgramAccess.READ_ONLY) {
            return;
        }
        switch (map.definition().type()) {
            case ARRAY, PER_THREAD_ARRAY, HASH, LRU_HASH, PER_THREAD_HASH -> {
                for (byte i = 0; i < Math.min(3, map.definition().maxEntries()); i++) {
                    var key = new byte[map.definition().keyBytes()];
                    key[0] = i;
                    map.put(key, Packets.edgy(map.definition().valueBytes(), random));
                }
            }
            case LPM_TRIE, QUEUE, STACK, BLOOM_FILTER, COUNT_MIN, PROGRAM_ARRAY, RING_BUFFER -> { }
        }
    }
}
