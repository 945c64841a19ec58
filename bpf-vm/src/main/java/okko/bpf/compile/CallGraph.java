package okko.bpf.compile;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import okko.bpf.engine.BpfFunction;
import okko.bpf.helper.Helper;
import okko.bpf.image.Abi;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadPacket;

/** The functions of a program that can be called from its entry. A call by register may be one of any address taken. */
final class CallGraph {

    private final Code code;
    private final Abi abi;
    private final BitSet reachable;
    private final int[] addressTaken;
    private final Map<Integer, FunctionCode> functions = new TreeMap<>();
    private final Set<Integer> mayEndRun = new HashSet<>();

    /** Collects the functions. */
    CallGraph(Code code, Abi abi, BitSet reachable) {
        this.code = code;
        this.abi = abi;
        this.reachable = reachable;
        addressTaken = reachable.stream().mapToObj(code::at)
                .mapMultiToInt((instruction, each) -> {
                    // A function whose address is taken may still never be called: there is nothing to compile then.
                    if (instruction instanceof LoadCode load && reachable.get(load.target())) {
                        each.accept(load.target());
                    }
                }).sorted().distinct().toArray();
        collect();
        findEnds();
    }

    private void collect() {
        var pending = new ArrayDeque<Integer>();
        pending.push(0);
        while (!pending.isEmpty()) {
            int entry = pending.pop();
            if (!functions.containsKey(entry)) {
                var function = FunctionCode.trace(code, reachable, addressTaken, entry);
                functions.put(entry, function);
                function.callees().forEach(pending::push);
            }
        }
    }

    private void findEnds() {
        boolean grew = true;
        while (grew) {
            grew = false;
            for (FunctionCode function : functions.values()) {
                boolean ends = function.callees().stream().anyMatch(mayEndRun::contains)
                        || function.pcs().stream().mapToObj(code::at).anyMatch(this::mayEndRun);
                grew |= ends && mayEndRun.add(function.entry());
            }
        }
    }

    /** Whether an instruction itself, not a function that it calls, may end the run. */
    boolean mayEndRun(Instruction instruction) {
        if (instruction instanceof CallHelper(int number)) {
            Helper helper = Helper.byNumber(abi, number);
            return helper != null && helper.mayEndRun();
        }
        return instruction instanceof LoadPacket || instruction instanceof CallRegister;
    }

    /** {@return whether a run may end in the function that begins there, or in one that it calls} */
    boolean mayEndRun(int entry) {
        return mayEndRun.contains(entry);
    }

    /** {@return the function where the program begins} */
    FunctionCode entry() {
        return functions.get(0);
    }

    /** {@return all functions, by rising pc} */
    Collection<FunctionCode> functions() {
        return functions.values();
    }

    /** {@return the function that begins there} */
    FunctionCode function(int entry) {
        return functions.get(entry);
    }

    /** {@return entries of the functions that a call by register may mean, rising} */
    int[] addressTaken() {
        return addressTaken;
    }

    /**
     * Measures how many functions can be active at once, 1 or more. Which function a register names is not known here:
     * of a program with calls by register the verifier, or the check of each call, has seen to it.
     *
     * @throws IllegalArgumentException if they may be more than {@value BpfFunction#MAX_FRAMES}, as with recursion
     */
    int depth() {
        boolean callsByRegister = addressTaken.length > 0 && functions.values().stream()
                .flatMap(function -> function.pcs().stream().mapToObj(code::at))
                .anyMatch(CallRegister.class::isInstance);
        return callsByRegister ? BpfFunction.MAX_FRAMES : height(entry(), 1, new TreeMap<>());
    }

    /** Measures each function once; recursion shows as a path that is too long. */
    private int height(FunctionCode function, int level, Map<Integer, Integer> heights) {
        check(level, function);
        int height = 1;
        for (int target : function.callees()) {
            Integer known = heights.get(target);
            height = Math.max(height, 1 + (known != null ? known : height(functions.get(target), level + 1, heights)));
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
