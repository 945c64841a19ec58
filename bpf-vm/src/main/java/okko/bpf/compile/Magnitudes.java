package okko.bpf.compile;

import java.util.Arrays;
import java.util.BitSet;
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
import okko.bpf.verify.Ranges;

/**
 * How many low bits of a register may be set, 0 to 64: what the verifier's ranges tell, and what a forward analysis
 * finds out by itself from loads, masks and shifts. A number of at most 31 bits is the same as an {@code int}, as a
 * signed and as an unsigned number of either width.
 */
final class Magnitudes {

    private static final int ALL = 64;
    private static final int HALF = 32;

    private final Code code;
    private final Ranges ranges;
    private final BitSet addressLoads;
    private final byte[][] before;

    private Magnitudes(Code code, Ranges ranges, BitSet addressLoads) {
        this.code = code;
        this.ranges = ranges;
        this.addressLoads = addressLoads;
        before = new byte[code.slots()][];
    }

    /**
     * Analyses the instructions that may be reached; {@code addressLoads} has the pcs of loads of 4 bytes that may load
     * whole addresses from the context of an XDP program.
     */
    static Magnitudes of(Code code, Ranges ranges, CallGraph graph, BitSet reachable, BitSet addressLoads) {
        var magnitudes = new Magnitudes(code, ranges, addressLoads);
        var pending = new BitSet();
        graph.functions().forEach(function -> {
            var unknown = new byte[Reg.COUNT];
            Arrays.fill(unknown, (byte) ALL);
            magnitudes.before[function.entry()] = unknown;
            pending.set(function.entry());
        });
        for (int pc = pending.nextSetBit(0); pc >= 0; pc = pending.nextSetBit(0)) {
            pending.clear(pc);
            byte[] behind = magnitudes.behind(pc);
            for (int next : Structure.successors(pc, code.at(pc))) {
                if (reachable.get(next) && magnitudes.join(next, behind)) {
                    pending.set(next);
                }
            }
        }
        return magnitudes;
    }

    /** {@return how many bits the operand has, as the instruction at {@code pc} finds it; a constant, sign-extended} */
    int bits(int pc, Operand operand) {
        return switch (operand) {
            case Imm(int value) -> bits(value);
            case Reg register -> {
                long least = ranges.least(pc, register);
                int proved = least >= 0 ? bits(ranges.greatest(pc, register)) : ALL;
                yield Math.min(proved, before[pc][register.number()]);
            }
        };
    }

    /** {@return how many bits the register has that the instruction at {@code pc} writes} */
    int resultBits(int pc) {
        Instruction instruction = code.at(pc);
        return switch (instruction) {
            case Alu alu -> {
                int width = alu.width() == Width.W64 ? ALL : HALF;
                yield Math.min(width, resultBits(
                        alu, width, operandBits(pc, alu.dst(), width), operandBits(pc, alu.src(), width)));
            }
            case Negate negate -> negate.width() == Width.W64 ? ALL : HALF;
            case MoveSigned(var width, var from, var _, var src) -> {
                int bits = bits(pc, src);
                yield bits < from.bytes() * Byte.SIZE ? bits : width == Width.W64 ? ALL : HALF;
            }
            case Swap swap -> swap.bits();
            case LoadImmediate load -> bits(load.value());
            case LoadPacket load -> load.size().bytes() * Byte.SIZE;
            case Load load ->
                load.signed() || load.size() == Size.W && addressLoads.get(pc) ? ALL : load.size().bytes() * Byte.SIZE;
            case Atomic atomic -> atomic.size().bytes() * Byte.SIZE;
            case LoadMap _, LoadMapValue _, LoadVariable _, LoadCode _, CallHelper _, CallLocal _, CallRegister _ ->
                ALL;
            case Store _, Jump _, Branch _, Exit _ -> 0;
        };
    }

    private int operandBits(int pc, Operand operand, int width) {
        return width == HALF && operand instanceof Imm(int value)
                ? bits(Integer.toUnsignedLong(value))
                : Math.min(width, bits(pc, operand));
    }

    /** What the operation makes of numbers below 2<sup>a</sup> and 2<sup>b</sup>; more than the width if it wraps. */
    private static int resultBits(Alu alu, int width, int a, int b) {
        return switch (alu.op()) {
            case MOV -> b;
            case ADD -> Math.max(a, b) + 1;
            case MUL -> a + b;
            case OR, XOR -> Math.max(a, b);
            case AND -> Math.min(a, b);
            case DIV -> a;
            case MOD -> alu.src() instanceof Imm(int divisor) && divisor != 0 ? Math.min(a, b) : a;
            case SDIV, SMOD -> a < width && b < width ? a : width;
            case LSH -> alu.src() instanceof Imm(int count) ? a + (count & width - 1) : width;
            case RSH -> alu.src() instanceof Imm(int count) ? Math.max(0, a - (count & width - 1)) : a;
            case ARSH -> a == width ? width
                    : alu.src() instanceof Imm(int count) ? Math.max(0, a - (count & width - 1)) : a;
            case SUB -> width;
        };
    }

    private static int bits(long value) {
        return ALL - Long.numberOfLeadingZeros(value);
    }

    private byte[] behind(int pc) {
        byte[] behind = before[pc].clone();
        Instruction instruction = code.at(pc);
        if (Structure.wipesArguments(instruction)) {
            Arrays.fill(behind, 0, Registers.ARGUMENTS + 1, (byte) ALL);
        }
        Reg written = Structure.written(instruction);
        if (written != null) {
            behind[written.number()] = (byte) resultBits(pc);
        }
        return behind;
    }

    private boolean join(int pc, byte[] arriving) {
        if (before[pc] == null) {
            before[pc] = arriving.clone();
            return true;
        }
        boolean grew = false;
        for (int i = 0; i < Reg.COUNT; i++) {
            if (arriving[i] > before[pc][i]) {
                before[pc][i] = arriving[i];
                grew = true;
            }
        }
        return grew;
    }
}
