package okko.eval.speed;

import java.util.List;
import okko.bpf.asm.Assembler;
import okko.bpf.engine.BpfFunction;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import org.agrona.UnsafeApi;

/** Times look-ups in a full hash map: 16-byte keys among 100,000 entries, in an order that no prefetcher guesses. */
public final class LookUpTime {

    private static final int ENTRIES = 100_000;
    private static final int KEY_BYTES = 16;

    /** The frame is the key: 1 if the map has it. */
    private static final String PROGRAM = """
            r0 = 0
            if r2 < 16 goto out
            r2 = r1
            r1 = map 0
            call ubpf_map_lookup
            if r0 == 0 goto out
            r0 = 1
            out:
            exit
            """;

    /** Keys are added in another order than they are looked up in; no divisor in common with their number. */
    private static final int STEP = 40_503;
    private static final int ROUNDS = 200;

    private LookUpTime() {}

    /** {@return nanoseconds per run of {@link #PROGRAM} in the best of {@value #ROUNDS} rounds of all keys} */
    public static double bestNs() {
        var connections = new MapDefinition("connections", MapType.HASH, KEY_BYTES, Long.BYTES, ENTRIES);
        var image = new ProgramImage(
                "look_up", Abi.OKO, Assembler.assemble(PROGRAM), List.of(connections), SourceLines.NONE);
        return switch (BpfProgram.load(image, LoadOptions.DEFAULT)) {
            case LoadOutcome.Loaded(BpfProgram program) -> bestNs(program);
            case LoadOutcome.Refused _, LoadOutcome.Malformed _ -> throw new AssertionError(image.name());
        };
    }

    private static double bestNs(BpfProgram program) {
        long keys = UnsafeApi.allocateMemory((long) ENTRIES * KEY_BYTES);
        try (program; BpfFunction function = program.newFunction(Engine.JIT)) {
            BpfMap map = program.maps().getFirst();
            for (int i = 0; i < ENTRIES; i++) {
                long key = keys + (long) i * KEY_BYTES;
                UnsafeApi.putLong(key, i);
                UnsafeApi.putLong(key + Long.BYTES, (long) i * STEP);
            }
            for (int i = 0, next = 0; i < ENTRIES; i++, next = (next + STEP) % ENTRIES) {
                long key = keys + (long) next * KEY_BYTES;
                map.update(key, key, BpfMap.ANY, 0);
            }
            double bestNs = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                bestNs = Math.min(bestNs, (double) roundNs(function, keys) / ENTRIES);
            }
            return bestNs;
        } finally {
            UnsafeApi.freeMemory(keys);
        }
    }

    private static long roundNs(BpfFunction function, long keys) {
        long start = System.nanoTime();
        long found = 0;
        for (int i = 0; i < ENTRIES; i++) {
            found += function.run(keys + (long) i * KEY_BYTES, KEY_BYTES);
        }
        long tookNs = System.nanoTime() - start;
        if (found != ENTRIES) {
            throw new IllegalStateException("of " + ENTRIES + " keys only " + found + " were found");
        }
        return tookNs;
    }
}
