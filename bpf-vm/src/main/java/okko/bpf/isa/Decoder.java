package okko.bpf.isa;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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

/**
 * Makes instructions of bytes (RFC 9669, section 3), little-endian.
 *
 * <p>Two-slot loads of maps give their number in the image's list, whether they name it by index or, as nobody has file
 * descriptors here, by descriptor. Fields that an instruction does not use must be zero.
 */
public final class Decoder {

    private final ByteBuffer bytes;
    private final Instruction[] bySlot;
    private final List<CodeError> errors = new ArrayList<>();

    // Fields of the slot at hand.
    private int pc;
    private int opcode;
    private int dst;
    private int src;
    private short offset;
    private int imm;

    private Decoder(byte[] bytecode) {
        bytes = ByteBuffer.wrap(bytecode).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        bySlot = new Instruction[bytecode.length / Opcode.SLOT_BYTES];
    }

    /**
     * Decodes a program.
     *
     * @param bytecode 8 bytes per slot
     * @return the program, or everything that is wrong with it
     */
    public static DecodeOutcome decode(byte[] bytecode) {
        if (bytecode.length % Opcode.SLOT_BYTES != 0) {
            return malformed(bytecode.length / Opcode.SLOT_BYTES,
                    "program of " + bytecode.length + " bytes is not a multiple of " + Opcode.SLOT_BYTES);
        }
        if (bytecode.length / Opcode.SLOT_BYTES > Structure.MAX_SLOTS) {
            return malformed(Structure.MAX_SLOTS, "program has " + bytecode.length / Opcode.SLOT_BYTES
                    + " slots, at most " + Structure.MAX_SLOTS + " are allowed");
        }
        return new Decoder(bytecode).run();
    }

    private static DecodeOutcome malformed(int pc, String reason) {
        return new DecodeOutcome.Malformed(List.of(new CodeError(pc, reason)));
    }

    private DecodeOutcome run() {
        for (int next = 0; next < bySlot.length; ) {
            readSlot(next);
            Instruction instruction = dst >= Reg.COUNT || src >= Reg.COUNT
                    ? refuse("no such register: r" + Math.max(dst, src))
                    : instruction();
            bySlot[next] = instruction;
            next += instruction == null ? opcode == Opcode.LDDW ? 2 : 1 : instruction.slots();
        }
        if (!errors.isEmpty()) {
            return new DecodeOutcome.Malformed(List.copyOf(errors));
        }
        var code = new Code(bySlot);
        List<CodeError> structural = Structure.errors(code);
        return structural.isEmpty() ? new DecodeOutcome.Decoded(code) : new DecodeOutcome.Malformed(structural);
    }

    private void readSlot(int slot) {
        int at = slot * Opcode.SLOT_BYTES;
        pc = slot;
        opcode = bytes.get(at) & 0xff;
        dst = bytes.get(at + 1) & 0x0f;
        src = (bytes.get(at + 1) & 0xf0) >> 4;
        offset = bytes.getShort(at + 2);
        imm = bytes.getInt(at + 4);
    }

    private Instruction instruction() {
        return switch (opcode & Opcode.CLASS_MASK) {
            case Opcode.LD -> wideLoad();
            case Opcode.LDX -> load();
            case Opcode.ST -> storeConstant();
            case Opcode.STX -> storeRegister();
            case Opcode.ALU -> arithmetic(Width.W32);
            case Opcode.JMP -> jump(Width.W64);
            case Opcode.JMP32 -> jump(Width.W32);
            case Opcode.ALU64 -> arithmetic(Width.W64);
            default -> throw new AssertionError(opcode);
        };
    }

    private Instruction arithmetic(Width width) {
        return switch (opcode & Opcode.OPERATION_MASK) {
            case Opcode.NEG -> usesRegister() ? unknown() : checked(src == 0, offset == 0, imm == 0,
                    new Negate(width, new Reg(dst)));
            case Opcode.END -> swap(width);
            default -> binary(width);
        };
    }

    private Instruction swap(Width width) {
        if (width == Width.W64 && usesRegister()) {
            return unknown();
        }
        if (imm != 16 && imm != 32 && imm != 64) {
            return refuse("swaps " + imm + " bits, must be 16, 32 or 64");
        }
        ByteOrder order = width == Width.W64 ? ByteOrder.SWAP : usesRegister() ? ByteOrder.BE : ByteOrder.LE;
        return checked(src == 0, offset == 0, true, new Swap(order, imm, new Reg(dst)));
    }

    private Instruction binary(Width width) {
        AluOp op = aluOp();
        if (op == null) {
            return unknown();
        }
        boolean isSignExtension = op == AluOp.MOV && usesRegister() && offset != 0;
        if (isSignExtension) {
            return moveSigned(width);
        }
        boolean offsetIsValid = offset == Opcode.offset(op);
        return usesRegister()
                ? checked(true, offsetIsValid, imm == 0, new Alu(op, width, new Reg(dst), new Reg(src)))
                : checked(src == 0, offsetIsValid, true, new Alu(op, width, new Reg(dst), new Imm(imm)));
    }

    private AluOp aluOp() {
        for (AluOp op : AluOp.values()) {
            boolean takesOffset = op.divides() && offset == 1;
            if (Opcode.of(op) == (opcode & Opcode.OPERATION_MASK) && (Opcode.offset(op) == 1) == takesOffset) {
                return op;
            }
        }
        return null;
    }

    private Instruction moveSigned(Width width) {
        Size from = switch (offset) {
            case 8 -> Size.B;
            case 16 -> Size.H;
            case 32 -> Size.W;
            default -> null;
        };
        if (from == null || from == Size.W && width == Width.W32) {
            return refuse("sign-extends from " + offset + " bits");
        }
        return checked(true, true, imm == 0, new MoveSigned(width, from, new Reg(dst), new Reg(src)));
    }

    private Instruction jump(Width width) {
        int operation = opcode & Opcode.OPERATION_MASK;
        if (operation == Opcode.JA) {
            int distance = width == Width.W64 ? offset : imm;
            return usesRegister() ? unknown() : checked(dst == 0 && src == 0, width == Width.W64 || offset == 0,
                    width == Width.W32 || imm == 0, new Jump(target(distance)));
        }
        if (operation == Opcode.CALL && width == Width.W64) {
            return call();
        }
        if (opcode == (Opcode.JMP | Opcode.EXIT)) {
            return checked(dst == 0 && src == 0, offset == 0, imm == 0, new Exit());
        }
        for (Condition condition : Condition.values()) {
            if (Opcode.of(condition) == operation) {
                Operand right = usesRegister() ? new Reg(src) : new Imm(imm);
                return checked(usesRegister() || src == 0, true, !usesRegister() || imm == 0,
                        new Branch(condition, width, new Reg(dst), right, target(offset)));
            }
        }
        return unknown();
    }

    private Instruction call() {
        if (usesRegister()) {
            return callRegister();
        }
        return switch (src) {
            case Opcode.CALL_HELPER -> checked(dst == 0, offset == 0, true, new CallHelper(imm));
            case Opcode.CALL_LOCAL -> checked(dst == 0, offset == 0, true, new CallLocal(target(imm)));
            default -> refuse("call of kind " + src + " is not supported, only helpers (0) and local functions (1)");
        };
    }

    /** The register is in the destination field; compilers before clang 19 put its number into the immediate. */
    private Instruction callRegister() {
        boolean isOldEncoding = dst == 0 && imm != 0;
        if (isOldEncoding && (imm < 0 || imm >= Reg.COUNT)) {
            return refuse("no such register: r" + Integer.toUnsignedString(imm));
        }
        return checked(src == 0, offset == 0, isOldEncoding || imm == 0,
                new CallRegister(new Reg(isOldEncoding ? imm : dst)));
    }

    private Instruction loadPacket(boolean isIndirect) {
        return size() == Size.DW ? unknown() : checked(dst == 0 && (isIndirect || src == 0), offset == 0, true,
                new LoadPacket(size(), imm, isIndirect ? new Reg(src) : new Imm(0)));
    }

    private Instruction wideLoad() {
        int mode = opcode & Opcode.MODE_MASK;
        if (mode == Opcode.ABS || mode == Opcode.IND) {
            return loadPacket(mode == Opcode.IND);
        }
        if (opcode != Opcode.LDDW) {
            return unknown();
        }
        if (pc + 1 == bySlot.length) {
            return refuse("two-slot load is cut off by the end of the program");
        }
        int second = (pc + 1) * Opcode.SLOT_BYTES;
        if (bytes.getInt(second) != 0) {
            return refuse("second slot of a two-slot load must be zero but for its immediate");
        }
        int secondImm = bytes.getInt(second + 4);
        var into = new Reg(dst);
        return switch (src) {
            case Opcode.LDDW_CONSTANT -> wide(0, new LoadImmediate(into, (long) secondImm << 32 | imm & 0xffff_ffffL));
            case Opcode.LDDW_MAP, Opcode.LDDW_MAP_BY_DESCRIPTOR -> wide(secondImm, new LoadMap(into, imm));
            case Opcode.LDDW_VALUE, Opcode.LDDW_VALUE_BY_DESCRIPTOR -> wide(0, new LoadMapValue(into, imm, secondImm));
            case Opcode.LDDW_VARIABLE -> wide(secondImm, new LoadVariable(into, imm));
            case Opcode.LDDW_CODE -> wide(secondImm, new LoadCode(into, target(imm)));
            default -> refuse("two-slot load of kind " + src + " is not supported");
        };
    }

    /** Takes what the second immediate holds although the kind of load has no use for it. */
    private Instruction wide(int unusedImm, Instruction result) {
        return unusedImm != 0
                ? refuse("second immediate of a two-slot load is " + unusedImm + ", must be 0")
                : checked(true, offset == 0, true, result);
    }

    private Instruction load() {
        int mode = opcode & Opcode.MODE_MASK;
        Size size = size();
        if (mode != Opcode.MEM && (mode != Opcode.MEMSX || size == Size.DW)) {
            return unknown();
        }
        return checked(true, true, imm == 0,
                new Load(size, mode == Opcode.MEMSX, new Reg(dst), new Reg(src), offset));
    }

    private Instruction storeConstant() {
        return (opcode & Opcode.MODE_MASK) != Opcode.MEM ? unknown()
                : checked(src == 0, true, true, new Store(size(), new Reg(dst), offset, new Imm(imm)));
    }

    private Instruction storeRegister() {
        int mode = opcode & Opcode.MODE_MASK;
        if (mode == Opcode.MEM) {
            return checked(true, true, imm == 0, new Store(size(), new Reg(dst), offset, new Reg(src)));
        }
        return mode == Opcode.ATOMIC && size().bytes() >= 4 ? atomic() : unknown();
    }

    private Instruction atomic() {
        boolean fetches = (imm & Opcode.FETCH) != 0;
        for (AtomicOp op : AtomicOp.values()) {
            boolean mustFetch = op == AtomicOp.XCHG || op == AtomicOp.CMPXCHG;
            if (Opcode.of(op) == (imm & ~Opcode.FETCH) && (fetches || !mustFetch)) {
                return new Atomic(op, fetches, size(), new Reg(dst), offset, new Reg(src));
            }
        }
        return refuse("no such atomic operation: 0x%x".formatted(imm));
    }

    private boolean usesRegister() {
        return (opcode & Opcode.SOURCE_REGISTER) != 0;
    }

    private Size size() {
        for (Size size : Size.values()) {
            if (Opcode.of(size) == (opcode & Opcode.SIZE_MASK)) {
                return size;
            }
        }
        throw new AssertionError(opcode);
    }

    private int target(int distance) {
        return Math.clamp((long) pc + 1 + distance, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private Instruction checked(
            boolean registersAreValid, boolean offsetIsValid, boolean immIsValid, Instruction result) {
        if (!registersAreValid) {
            return refuse("opcode 0x%02x: unused register field is not zero".formatted(opcode));
        }
        if (!offsetIsValid) {
            return refuse("opcode 0x%02x: offset is %d".formatted(opcode, offset));
        }
        if (!immIsValid) {
            return refuse("opcode 0x%02x: unused immediate is %d, must be 0".formatted(opcode, imm));
        }
        return result;
    }

    private Instruction unknown() {
        return refuse("unknown opcode 0x%02x".formatted(opcode));
    }

    private Instruction refuse(String reason) {
        errors.add(new CodeError(pc, reason));
        return null;
    }
}
