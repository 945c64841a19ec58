package okko.bpf.compile;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import okko.bpf.engine.BpfFunction;
import okko.bpf.isa.Code;

/** The functions of a program that can be called from its entry. */
final class CallGraph {

    private final Code code;
    private final BitSet reachable;
    private final FunctionCode entry;
    private final Map<Integer, FunctionCode> callees = new TreeMap<>();
    private final Map<Integer, Integer> heights = new HashMap<>();

    /**
     * Collects the functions.
     *
     * @throws IllegalArgumentException if calls may nest deeper than {@value BpfFunction#MAX_FRAMES}, as recursion does
     */
    CallGraph(Code code, BitSet reachable) {
        this.code = code;
        this.reachable = reachable;
        entry = FunctionCode.trace(code, reachable, 0);
        measure(entry, 1);
    }

    /** {@return the function where the program begins} */
    FunctionCode entry() {
        return entry;
    }

    /** {@return the functions that are called, by rising pc} */
    Collection<FunctionCode> callees() {
        return callees.values();
    }

    /** {@return how many functions can be active at once, 1 or more} */
    int depth() {
        return heights.get(entry.entry());
    }

    /** Measures each function once; recursion shows as a path that is too long. */
    private int measure(FunctionCode function, int level) {
        check(level, function);
        int height = 1;
        for (int target : function.callees()) {
            Integer known = heights.get(target);
            var callee = callees.computeIfAbsent(target, pc -> FunctionCode.trace(code, reachable, pc));
            height = Math.max(height, 1 + (known != null ? known : measure(callee, level + 1)));
        }
        check(height, function);
        heights.put(function.entry(), height);
        return height;
    }

    private static void check(int calls, FunctionCode function) {
        if (calls > BpfFunction.MAX_FRAMES) {
            throw new IllegalArgumentException("calls nest deeper than " + BpfFunction.MAX_FRAMES
                    + " functions, seen at the one that begins at pc " + function.entry());
        }
    }
}
