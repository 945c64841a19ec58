package okko.bpf.asm;

import java.util.Locale;
import okko.bpf.helper.Helper;
import okko.bpf.image.Abi;
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
import okko.bpf.isa.Width;

/** Writes programs as text. */
public final class Disassembler {

    private Disassembler() {}

    /**
     * Writes a program, one instruction per line, each after its pc.
     *
     * @param code the program
     * @param abi  that names the helpers
     * @return the lines, each ended by a line feed
     */
    public static String listing(Code code, Abi abi) {
        var text = new StringBuilder();
        for (int pc = 0; pc < code.slots(); pc++) {
            Instruction instruction = code.at(pc);
            if (instruction != null) {
                text.append("%5d: %s\n".formatted(pc, text(instruction, abi)));
            }
        }
        return text.toString();
    }

    /**
     * Writes one instruction; a jump's target is written as the pc that it goes to.
     *
     * @param instruction to write
     * @param abi         that names the helpers
     * @return one line, without a line feed
     */
    public static String text(Instruction instruction, Abi abi) {
        return switch (instruction) {
            case Alu(var op, var width, var dst, var src) ->
                register(width, dst) + " " + op.symbol() + " " + operand(width, src);
            case Negate(var width, var dst) -> register(width, dst) + " = -" + register(width, dst);
            case MoveSigned(var width, var from, var dst, var src) ->
                register(width, dst) + " = (s" + 8 * from.bytes() + ")" + register(width, src);
            case Swap(var order, var bits, var dst) -> dst + " = " + (switch (order) {
                case LE -> "le";
                case BE -> "be";
                case SWAP -> "bswap";
            }) + bits + " " + dst;
            case LoadImmediate(var dst, var value) -> "%s = 0x%x ll".formatted(dst, value);
            case LoadMap(var dst, var map) -> dst + " = map " + map;
            case LoadMapValue(var dst, var map, var offset) -> dst + " = map " + map + " value" + plus(offset);
            case LoadVariable(var dst, var variable) -> dst + " = variable " + variable;
            case LoadCode(var dst, var target) -> dst + " = code pc " + target;
            case LoadPacket(var size, var offset, Imm _) -> "r0 = packet u%d[%d]".formatted(8 * size.bytes(), offset);
            case LoadPacket(var size, var offset, Reg index) ->
                "r0 = packet u%d[%s%s]".formatted(8 * size.bytes(), index, plus(offset));
            case Load(var size, var signed, var dst, var base, var offset) ->
                dst + " = *" + memory(signed ? "s" : "u", size, base, offset);
            case Store(var size, var base, var offset, var value) ->
                "*" + memory("u", size, base, offset) + " = " + operand(Width.W64, value);
            case Atomic atomic -> text(atomic);
            case Jump(var target) -> "goto pc " + target;
            case Branch(var condition, var width, var left, var right, var target) ->
                "if " + register(width, left) + " " + condition.symbol() + " " + operand(width, right) + " goto pc "
                        + target;
            case CallHelper(var number) -> "call " + name(number, abi);
            case CallLocal(var target) -> "call pc " + target;
            case CallRegister(var callee) -> "call " + callee;
            case Exit() -> "exit";
        };
    }

    private static String name(int helper, Abi abi) {
        Helper known = Helper.byNumber(abi, helper);
        return known == null ? Integer.toString(helper) : known.symbol();
    }

    private static String text(Atomic atomic) {
        Width width = atomic.size() == Size.DW ? Width.W64 : Width.W32;
        String memory = memory("u", atomic.size(), atomic.base(), atomic.offsetBytes());
        String exchanged = (width == Width.W64 ? "_64(" : "32_32(") + address(atomic.base(), atomic.offsetBytes());
        String src = register(width, atomic.src());
        if (!atomic.fetch()) {
            return "lock *" + memory + " " + symbol(atomic.op()) + "= " + src;
        }
        return switch (atomic.op()) {
            case ADD, OR, AND, XOR ->
                "%s = atomic_fetch_%s(%s, %s)".formatted(src, atomic.op().name().toLowerCase(Locale.ROOT), memory, src);
            case XCHG -> src + " = xchg" + exchanged + ", " + src + ")";
            case CMPXCHG -> {
                String expected = register(width, new Reg(0));
                yield expected + " = cmpxchg" + exchanged + ", " + expected + ", " + src + ")";
            }
        };
    }

    private static String symbol(AtomicOp op) {
        return switch (op) {
            case ADD -> "+";
            case OR -> "|";
            case AND -> "&";
            case XOR -> "^";
            case XCHG, CMPXCHG -> throw new IllegalArgumentException("always fetches: op=" + op);
        };
    }

    private static String memory(String signedness, Size size, Reg base, short offset) {
        return "(" + signedness + 8 * size.bytes() + " *)(" + address(base, offset) + ")";
    }

    private static String address(Reg base, short offset) {
        return base + plus(offset);
    }

    private static String plus(long offset) {
        return (offset < 0 ? " - " : " + ") + Math.abs(offset);
    }

    private static String operand(Width width, Operand operand) {
        return switch (operand) {
            case Reg reg -> register(width, reg);
            case Imm(var value) -> Integer.toString(value);
        };
    }

    private static String register(Width width, Reg reg) {
        return width == Width.W64 ? reg.toString() : "w" + reg.number();
    }
}
