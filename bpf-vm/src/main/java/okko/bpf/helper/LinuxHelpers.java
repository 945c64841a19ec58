package okko.bpf.helper;

import okko.bpf.engine.RunContext;
import okko.bpf.map.BpfMap;

/** The helpers of XDP programs, with the numbers, arguments and errors of Linux's {@code bpf-helpers(7)}. */
final class LinuxHelpers {

    private static final long XDP_REDIRECT = 4;

    private LinuxHelpers() {}

    static long mapLookup(RunContext context, BpfMap map, long r1, long key, long r3, long r4, long r5) {
        return map.lookup(key, context.thread());
    }

    static long mapUpdate(RunContext context, BpfMap map, long r1, long key, long value, long flags, long r5) {
        return map.update(key, value, flags, context.thread());
    }

    static long mapDelete(RunContext context, BpfMap map, long r1, long key, long r3, long r4, long r5) {
        return map.delete(key);
    }

    static long ktimeGetNs(RunContext context, BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        return context.clock().nanoTime();
    }

    static long smpProcessorId(RunContext context, BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        return context.thread();
    }

    static long tailCall(RunContext context, BpfMap map, long r1, long r2, long index, long r4, long r5) {
        return BpfMap.NO_ENTRY; // no program array can be made yet
    }

    static long redirect(RunContext context, BpfMap map, long port, long flags, long r3, long r4, long r5) {
        context.output((int) port);
        return XDP_REDIRECT;
    }
}
