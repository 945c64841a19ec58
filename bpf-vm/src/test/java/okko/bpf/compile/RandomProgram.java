package okko.bpf.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.AtomicOp;
import okko.bpf.isa.ByteOrder;
import okko.bpf.isa.Code;
import okko.bpf.isa.Condition;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction.Swap;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Size;
import okko.bpf.isa.Width;

/**
 * A random program that the verifier accepts: every register but r1, r2 and r10 begins as a number, jumps go forward,
 * accesses of packet and stack are in range and aligned. Its r0 depends on all registers and on all of the stack.
 */
final class RandomProgram {

    /** How long a packet must be for the program to look at it, bytes. */
    static final int PACKET_BYTES = 64;

    private static final int STACK_BYTES = 64;
    private static final int MAX_JUMP = 8;
    private static final Reg PACKET = new Reg(1);
    private static final Reg LENGTH = new Reg(2);
    private static final Reg RESULT = new Reg(0);
    private static final int[] SCALARS = {0, 3, 4, 5, 6, 7, 8, 9};
    private static final long[] CORNERS = {
        0, 1, -1, 2, 31, 32, 63, 64, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL,
        Long.MAX_VALUE, Long.MIN_VALUE, Integer.MIN_VALUE
    };

    private final Random random;
    private final List<Instruction> slots = new ArrayList<>();

    private RandomProgram(Random random) {
        this.random = random;
    }

    /** Makes a program with that many instructions between prologue and epilogue. */
    static Code of(Random random, int length) {
        var program = new RandomProgram(random);
        program.prologue();
        program.body(length);
        program.epilogue();
        return new Code(program.slots.toArray(Instruction[]::new));
    }

    private void prologue() {
        var enough = new Branch(Condition.GE, Width.W64, LENGTH, new Imm(PACKET_BYTES), 3);
        slots.addAll(List.of(enough, new Alu(AluOp.MOV, Width.W64, RESULT, new Imm(0)), new Exit()));
        for (int number : SCALARS) {
            slots.add(new LoadImmediate(new Reg(number), number()));
            slots.add(null);
        }
        for (int offset = -STACK_BYTES; offset < 0; offset += Long.BYTES) {
            slots.add(new Store(Size.DW, Reg.FRAME_POINTER, (short) offset, scalar()));
        }
    }

    /** A branch may go to any pc from the next to the epilogue; there are no two-slot instructions on the way. */
    private void body(int length) {
        int end = slots.size() + length;
        while (slots.size() < end) {
            int target = Math.min(end, slots.size() + 1 + random.nextInt(MAX_JUMP));
            slots.add(switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5, 6 -> alu();
                case 7 -> new Negate(pick(Width.values()), scalar());
                case 8 -> moveSigned();
                case 9 -> new Swap(pick(ByteOrder.values()), 16 << random.nextInt(3), scalar());
                case 10, 11 -> load(PACKET, 0, PACKET_BYTES);
                case 12, 13 -> load(Reg.FRAME_POINTER, -STACK_BYTES, STACK_BYTES);
                case 14, 15 -> store();
                case 16 -> atomic();
                case 17 -> random.nextInt(4) == 0 ? new Jump(target) : branch(target);
                default -> branch(target);
            });
        }
    }

    private void epilogue() {
        for (int number : SCALARS) {
            fold(new Reg(number));
        }
        for (int offset = -STACK_BYTES; offset < 0; offset += Long.BYTES) {
            slots.add(new Load(Size.DW, false, new Reg(3), Reg.FRAME_POINTER, (short) offset));
            fold(new Reg(3));
        }
        slots.add(new Exit());
    }

    private void fold(Reg register) {
        slots.add(new Alu(AluOp.MUL, Width.W64, RESULT, new Imm(31)));
        slots.add(new Alu(AluOp.ADD, Width.W64, RESULT, register));
    }

    /** The verifier refuses to divide by a constant 0 and to shift by a constant beyond the width. */
    private Instruction alu() {
        AluOp op = pick(AluOp.values());
        Width width = pick(Width.values());
        Operand operand = operand();
        if (operand instanceof Imm(int value)) {
            operand = switch (op) {
                case DIV, SDIV, MOD, SMOD -> new Imm(value == 0 ? -1 : value);
                case LSH, RSH, ARSH -> new Imm(value & (width == Width.W64 ? 63 : 31));
                case ADD, SUB, MUL, OR, AND, XOR, MOV -> operand;
            };
        }
        return new Alu(op, width, scalar(), operand);
    }

    private Instruction branch(int target) {
        return new Branch(pick(Condition.values()), pick(Width.values()), scalar(), operand(), target);
    }

    private Instruction moveSigned() {
        Width width = pick(Width.values());
        return new MoveSigned(width, Size.values()[random.nextInt(width == Width.W64 ? 3 : 2)], scalar(), scalar());
    }

    private Instruction load(Reg base, int firstOffset, int bytes) {
        Size size = pick(Size.values());
        boolean signed = size != Size.DW && random.nextBoolean();
        return new Load(size, signed, scalar(), base, offset(size, firstOffset, bytes));
    }

    private Instruction store() {
        Size size = pick(Size.values());
        return new Store(size, Reg.FRAME_POINTER, offset(size, -STACK_BYTES, STACK_BYTES), operand());
    }

    private Instruction atomic() {
        AtomicOp op = pick(AtomicOp.values());
        boolean fetch = op == AtomicOp.XCHG || op == AtomicOp.CMPXCHG || random.nextBoolean();
        Size size = random.nextBoolean() ? Size.W : Size.DW;
        return new Atomic(op, fetch, size, Reg.FRAME_POINTER, offset(size, -STACK_BYTES, STACK_BYTES), scalar());
    }

    private short offset(Size size, int first, int bytes) {
        return (short) (first + size.bytes() * random.nextInt(bytes / size.bytes()));
    }

    private Operand operand() {
        return random.nextInt(3) == 0 ? new Imm((int) number()) : random.nextInt(8) == 0 ? LENGTH : scalar();
    }

    private Reg scalar() {
        return new Reg(SCALARS[random.nextInt(SCALARS.length)]);
    }

    private long number() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt(256);
            default -> CORNERS[random.nextInt(CORNERS.length)];
        };
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
