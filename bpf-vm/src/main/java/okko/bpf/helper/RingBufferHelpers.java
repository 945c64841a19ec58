package okko.bpf.helper;

import okko.bpf.engine.HeldRecords;
import okko.bpf.engine.RunContext;
import okko.bpf.map.BpfMap;
import okko.bpf.map.RingBuffer;

/**
 * Helpers 130 to 134 of XDP programs. Consumers poll, so the flags that say whether to wake one up change nothing.
 */
final class RingBufferHelpers {

    /** {@code BPF_RB_NO_WAKEUP} and {@code BPF_RB_FORCE_WAKEUP}. */
    private static final long WAKE_UP_FLAGS = 0b11;

    private RingBufferHelpers() {}

    static long output(RunContext context, BpfMap map, long r1, long data, long size, long flags, long r5) {
        return (flags & ~WAKE_UP_FLAGS) == 0 ? ((RingBuffer) map).output(data, size) : BpfMap.INVALID;
    }

    static long reserve(RunContext context, BpfMap map, long r1, long size, long flags, long r4, long r5) {
        HeldRecords held = context.records();
        if (flags != 0 || held.isFull()) {
            return 0;
        }
        long record = ((RingBuffer) map).reserve(size);
        if (record != 0) {
            held.add(record, (int) size);
        }
        return record;
    }

    static long submit(RunContext context, BpfMap map, long record, long flags, long r3, long r4, long r5) {
        context.records().remove(record);
        RingBuffer.submit(record);
        return 0;
    }

    static long discard(RunContext context, BpfMap map, long record, long flags, long r3, long r4, long r5) {
        context.records().remove(record);
        RingBuffer.discard(record);
        return 0;
    }

    static long query(RunContext context, BpfMap map, long r1, long what, long r3, long r4, long r5) {
        return ((RingBuffer) map).query(what);
    }
}
