package okko.bpf.helper;

import okko.bpf.engine.ProgramFunction;
import okko.bpf.engine.RunContext;
import okko.bpf.map.BpfMap;
import okko.bpf.map.ProgramArray;
import okko.bpf.map.TailCallTarget;

/** The helpers of XDP programs, with the numbers, arguments and errors of Linux's {@code bpf-helpers(7)}. */
final class LinuxHelpers {

    private static final long TOO_MANY = -1; // EPERM

    private static final long XDP_ABORTED = 0;
    private static final long XDP_REDIRECT = 4;

    private LinuxHelpers() {}

    static long mapLookup(RunContext context, BpfMap map, long r1, long key, long r3, long r4, long r5) {
        return map.lookup(key, context.thread());
    }

    static long mapLookupPerThread(RunContext context, BpfMap map, long r1, long key, long thread, long r4, long r5) {
        int index = (int) thread; // the helper's parameter is a u32
        return Integer.compareUnsigned(index, context.threads()) < 0 ? map.lookup(key, index) : 0;
    }

    static long mapUpdate(RunContext context, BpfMap map, long r1, long key, long value, long flags, long r5) {
        return map.update(key, value, flags, context.thread());
    }

    static long mapDelete(RunContext context, BpfMap map, long r1, long key, long r3, long r4, long r5) {
        return map.delete(key);
    }

    static long mapPush(RunContext context, BpfMap map, long r1, long value, long flags, long r4, long r5) {
        return map.push(value, flags);
    }

    static long mapPop(RunContext context, BpfMap map, long r1, long value, long r3, long r4, long r5) {
        return map.pop(value);
    }

    static long mapPeek(RunContext context, BpfMap map, long r1, long value, long r3, long r4, long r5) {
        return map.peek(value);
    }

    static long ktimeGetNs(RunContext context, BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        return context.clock().nanoTime();
    }

    static long tracePrintk(RunContext context, BpfMap map, long format, long size, long a, long b, long c) {
        String line = Printf.format(format, (int) Math.min(size, Printf.MAX_FORMAT_BYTES), a, b, c);
        context.log().accept(line);
        return line.length();
    }

    static long prandomU32(RunContext context, BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        return Integer.toUnsignedLong(context.nextRandom());
    }

    static long smpProcessorId(RunContext context, BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        return context.thread();
    }

    static long tailCall(RunContext context, BpfMap map, long r1, long r2, long index, long r4, long r5) {
        TailCallTarget target = ((ProgramArray) map).target((int) index, context.thread());
        if (target == null) {
            return BpfMap.NO_ENTRY;
        }
        return context.tailCall((ProgramFunction) target) ? BpfMap.OK : TOO_MANY;
    }

    static long redirect(RunContext context, BpfMap map, long port, long flags, long r3, long r4, long r5) {
        if (flags != 0) {
            return XDP_ABORTED;
        }
        context.output((int) port);
        return XDP_REDIRECT;
    }
}
