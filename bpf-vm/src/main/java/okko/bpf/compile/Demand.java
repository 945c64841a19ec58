package okko.bpf.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import okko.bpf.helper.Argument;
import okko.bpf.helper.Helper;
import okko.bpf.image.Abi;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.AtomicOp;
import okko.bpf.isa.Code;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction.Swap;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Size;
import okko.bpf.isa.Structure;
import okko.bpf.isa.Width;

/**
 * Which halves of which registers somebody still reads: a backward analysis of the whole program, to its fixed point.
 * What nobody reads need not be computed, passed to a function, carried from method to method, or zero-extended.
 *
 * <p>A set of halves is an int: bit <i>n</i> stands for the low half of register <i>n</i>, bit 16 + <i>n</i> for its
 * upper half.
 */
final class Demand {

    /** Low and upper half of r0; shifted by a register's number, of that register. */
    private static final int BOTH = 0x1_0001;

    private static final int LOW = 1;
    private static final int UPPER = 1 << 16;

    /** r0 to r5, which a call overwrites. */
    private static final int WIPED = BOTH * 0b111111;

    private static final int ARGUMENTS = BOTH * 0b111110;

    private final Code code;
    private final Abi abi;
    private final int[] indirect;
    private final int[] before;

    private Demand(Code code, Abi abi, CallGraph graph) {
        this.code = code;
        this.abi = abi;
        indirect = graph.addressTaken();
        before = new int[code.slots()];
    }

    /** Analyses the instructions that may be reached. */
    static Demand of(Code code, Abi abi, CallGraph graph, BitSet reachable) {
        var demand = new Demand(code, abi, graph);
        demand.settle(reachable);
        return demand;
    }

    /** {@return the registers of which a half is wanted just before an instruction, a bit each} */
    int registersBefore(int pc) {
        return (before[pc] | before[pc] >>> 16) & 0xffff;
    }

    /** {@return the registers of which a half is wanted just behind an instruction, a bit each} */
    int registersBehind(int pc) {
        int halves = behind(pc);
        return (halves | halves >>> 16) & 0xffff;
    }

    /** {@return whether somebody reads what the instruction puts into the register} */
    boolean wants(int pc, Reg result) {
        return (behind(pc) & BOTH << result.number()) != 0;
    }

    /** {@return whether somebody reads the upper half of what the instruction puts into the register} */
    boolean wantsUpperHalf(int pc, Reg result) {
        return (behind(pc) & UPPER << result.number()) != 0;
    }

    private int behind(int pc) {
        int halves = 0;
        for (int next : Structure.successors(pc, code.at(pc))) {
            halves |= next < before.length ? before[next] : 0;
        }
        return halves;
    }

    private void settle(BitSet reachable) {
        List<List<Integer>> dependents = dependents(reachable);
        var pending = (BitSet) reachable.clone();
        for (int pc = pending.length() - 1; pc >= 0; pc = pending.length() - 1) {
            pending.clear(pc);
            int halves = before(code.at(pc), behind(pc));
            if (halves != before[pc]) {
                before[pc] = halves;
                dependents.get(pc).forEach(pending::set);
            }
        }
    }

    /** By pc: which instructions are to be looked at again when the demand before this one grows. */
    private List<List<Integer>> dependents(BitSet reachable) {
        var dependents = new ArrayList<List<Integer>>(code.slots());
        for (int pc = 0; pc < code.slots(); pc++) {
            dependents.add(new ArrayList<>(2));
        }
        reachable.stream().forEach(pc -> {
            Instruction instruction = code.at(pc);
            Arrays.stream(Structure.successors(pc, instruction)).filter(reachable::get)
                    .forEach(next -> dependents.get(next).add(pc));
            if (instruction instanceof CallLocal(int target)) {
                dependents.get(target).add(pc);
            } else if (instruction instanceof CallRegister) {
                Arrays.stream(indirect).forEach(target -> dependents.get(target).add(pc));
            }
        });
        return dependents;
    }

    private int before(Instruction instruction, int behind) {
        int others = behind & ~written(instruction);
        return others | switch (instruction) {
            case Alu alu -> readBy(alu, halves(behind, alu.dst()));
            case Negate(var width, var dst) -> halves(behind, dst) == 0 ? 0
                    : width == Width.W64 && wantsUpper(halves(behind, dst)) ? both(dst) : low(dst);
            case MoveSigned move -> halves(behind, move.dst()) == 0 ? 0 : low(move.src());
            case Swap swap -> halves(behind, swap.dst()) == 0 ? 0
                    : swap.bits() == Long.SIZE ? both(swap.dst()) : low(swap.dst());
            case LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _, LoadCode _, Jump _ -> 0;
            case LoadPacket load -> both(load.index());
            case Load load -> both(load.base());
            case Store store -> both(store.base()) | sized(store.size(), store.value());
            case Atomic atomic -> both(atomic.base()) | sized(atomic.size(), atomic.src())
                    | (atomic.op() == AtomicOp.CMPXCHG ? sized(atomic.size(), Registers.RESULT) : 0);
            case Branch branch -> branch.width() == Width.W64
                    ? both(branch.left()) | both(branch.right())
                    : low(branch.left()) | low(branch.right());
            case CallHelper(int number) -> {
                Helper helper = Helper.byNumber(abi, number);
                yield helper == null ? 0 : BOTH * argumentsOf(helper);
            }
            case CallLocal(int target) -> before[target];
            case CallRegister(Reg callee) -> both(callee) | ARGUMENTS
                    | Arrays.stream(indirect).map(target -> before[target]).reduce(0, (a, b) -> a | b);
            case Exit _ -> BOTH;
        };
    }

    private static int written(Instruction instruction) {
        Reg register = Structure.written(instruction);
        return (register == null ? 0 : both(register)) | (Structure.wipesArguments(instruction) ? WIPED : 0);
    }

    /** The low half of a sum, product or shift to the left depends on low halves alone. */
    private static int readBy(Alu alu, int wanted) {
        if (wanted == 0) {
            return 0;
        }
        boolean wide = alu.width() == Width.W64;
        int dst = alu.op() == AluOp.MOV ? 0 : wide ? both(alu.dst()) : low(alu.dst());
        int src = wide ? both(alu.src()) : low(alu.src());
        return switch (alu.op()) {
            case ADD, SUB, MUL, OR, AND, XOR, MOV -> wantsUpper(wanted) ? dst | src : (dst | src) & 0xffff;
            case LSH -> (wantsUpper(wanted) ? dst : low(alu.dst())) | low(alu.src());
            case RSH, ARSH -> dst | low(alu.src());
            case DIV, SDIV, MOD, SMOD -> dst | src;
        };
    }

    /** {@return which registers a helper looks at, a bit each; the signature of one that formats tells not all} */
    static int argumentsOf(Helper helper) {
        return helper.arguments().contains(Argument.FORMAT) ? 0b111110 : (1 << helper.arguments().size()) - 1 << 1;
    }

    private static boolean wantsUpper(int halves) {
        return (halves & 0xffff_0000) != 0;
    }

    private static int halves(int set, Reg register) {
        return set & both(register);
    }

    private static int sized(Size size, Operand operand) {
        return size == Size.DW ? both(operand) : low(operand);
    }

    private static int both(Operand operand) {
        return switch (operand) {
            case Reg(int number) -> BOTH << number;
            case Imm _ -> 0;
        };
    }

    private static int low(Operand operand) {
        return switch (operand) {
            case Reg(int number) -> LOW << number;
            case Imm _ -> 0;
        };
    }
}
