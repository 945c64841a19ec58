package okko.bpf.helper;

import okko.bpf.engine.RunContext;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapType;

/**
 * Helpers 1 to 7 of Oko's ABI, with Oko's error codes, and what of P4rt-OVS's 8 to 10 has a meaning for programs that
 * read the packet where it is: 9. Helper 8 moves the packet's begin, and 10 tells a network card's hash. Those from 64
 * on are Okko's own: what an action may decide besides going on or not.
 */
final class OkoHelpers {

    private static final long UNSUPPORTED = -2;
    private static final long NO_ENTRY_OR_FULL = -4;
    private static final long OUT_OF_RANGE = -5;

    private OkoHelpers() {}

    static long mapLookup(RunContext context, BpfMap map, long r1, long key, long r3, long r4, long r5) {
        return map.lookup(key, context.thread());
    }

    static long mapUpdate(RunContext context, BpfMap map, long r1, long key, long value, long r4, long r5) {
        long error = map.update(key, value, BpfMap.ANY, context.thread());
        return error == BpfMap.OK ? error : okoError(map, error);
    }

    static long mapDelete(RunContext context, BpfMap map, long r1, long key, long r3, long r4, long r5) {
        long error = map.delete(key);
        return error == BpfMap.OK ? error : okoError(map, error);
    }

    static long mapAdd(RunContext context, BpfMap map, long r1, long item, long r3, long r4, long r5) {
        long error = map.push(item, BpfMap.ANY);
        return error == BpfMap.OK ? error : okoError(map, error);
    }

    static long timeGetNs(RunContext context, BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        return context.clock().nanoTime();
    }

    static long hash(RunContext context, BpfMap map, long item, long size, long r3, long r4, long r5) {
        return Integer.toUnsignedLong(Lookup3.hash(item, (int) size));
    }

    static long printf(RunContext context, BpfMap map, long format, long a, long b, long c, long r5) {
        context.log().accept(Printf.format(format, Printf.MAX_FORMAT_BYTES, a, b, c));
        return 0;
    }

    static long packetData(RunContext context, BpfMap map, long packet, long r2, long r3, long r4, long r5) {
        return packet;
    }

    static long metadata(RunContext context, BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        return context.metadata();
    }

    static long setMetadata(RunContext context, BpfMap map, long value, long r2, long r3, long r4, long r5) {
        context.metadata(value);
        return 0;
    }

    static long output(RunContext context, BpfMap map, long port, long r2, long r3, long r4, long r5) {
        context.output((int) port);
        return 0;
    }

    static long toController(RunContext context, BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        context.toController();
        return 0;
    }

    private static long okoError(BpfMap map, long error) {
        if (error == BpfMap.INVALID) {
            return UNSUPPORTED;
        }
        return map.definition().type() == MapType.ARRAY ? OUT_OF_RANGE : NO_ENTRY_OR_FULL;
    }
}
