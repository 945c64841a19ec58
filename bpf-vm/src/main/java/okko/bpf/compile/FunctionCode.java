package okko.bpf.compile;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Structure;

/**
 * One function of a program.
 *
 * @param entry   pc of the first instruction
 * @param pcs     its reachable instructions; functions that jump into each other's code have some in common
 * @param callees entries of the functions that it may call
 */
record FunctionCode(int entry, BitSet pcs, Set<Integer> callees) {

    /**
     * Follows jumps, not calls, from an entry through the instructions that some run may reach.
     *
     * @throws IllegalArgumentException if these break off at an instruction that is no exit
     */
    static FunctionCode trace(Code code, BitSet reachable, int[] addressTaken, int entry) {
        var pcs = new BitSet();
        var callees = new TreeSet<Integer>();
        var pending = new ArrayDeque<Integer>();
        pending.push(entry);
        while (!pending.isEmpty()) {
            int pc = pending.pop();
            if (pcs.get(pc) || !reachable.get(pc)) {
                continue;
            }
            pcs.set(pc);
            Instruction instruction = code.at(pc);
            if (instruction instanceof CallLocal(int target)) {
                callees.add(target);
            } else if (instruction instanceof CallRegister) {
                Arrays.stream(addressTaken).forEach(callees::add);
            }
            boolean goesOn = instruction instanceof Exit;
            for (int next : Structure.successors(pc, instruction)) {
                if (reachable.get(next)) {
                    goesOn = true;
                    pending.push(next);
                }
            }
            if (!goesOn) {
                throw new IllegalArgumentException("the analysis leaves nothing to run after pc " + pc);
            }
        }
        return new FunctionCode(entry, pcs, callees);
    }

    /** {@return whether the instruction behind this one may be next} */
    static boolean fallsThrough(Instruction instruction) {
        return !(instruction instanceof Jump || instruction instanceof Exit);
    }
}
