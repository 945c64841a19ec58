package okko.bpf.helper;

import okko.bpf.engine.RunContext;
import okko.bpf.map.BpfMap;

/** What the programs of the public conformance suite call. */
final class ConformanceHelpers {

    private ConformanceHelpers() {}

    static long unwind(RunContext context, BpfMap map, long value, long r2, long r3, long r4, long r5) {
        if (value == 0) {
            context.end(0);
        }
        return value;
    }
}
