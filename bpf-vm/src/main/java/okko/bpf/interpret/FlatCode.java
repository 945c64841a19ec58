package okko.bpf.interpret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.engine.Environment;
import okko.bpf.engine.PlatformVariable;
import okko.bpf.helper.Helper;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.AtomicOp;
import okko.bpf.isa.ByteOrder;
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

/**
 * A program as the interpreter runs it: {@value #STRIDE} ints per instruction (operation, destination, source,
 * argument), and a register file in which constants stand behind the registers. A constant operand is then a register
 * that nobody writes, and each operation has one form.
 */
final class FlatCode {

    static final int STRIDE = 4;

    static final int NO_FUNCTION = -1;

    private static final int FETCH_SHIFT = 16;
    private static final int ATOMIC_OP_SHIFT = 17;
    private static final AtomicOp[] ATOMIC_OPS = AtomicOp.values();

    private final Abi abi;
    private final Environment environment;
    private final int[] words;
    private final int[] pcByIndex;
    private final int[] indexByPc;
    private final int[] functions;
    private final List<Helper> helpers = new ArrayList<>();
    private final Map<Long, Integer> constants = new LinkedHashMap<>();

    FlatCode(ProgramImage image, Environment environment) {
        this.environment = environment;
        abi = image.abi();
        Code code = image.code();
        indexByPc = new int[code.slots()];
        functions = new int[code.slots()];
        Arrays.fill(functions, NO_FUNCTION);
        int instructions = 0;
        for (int pc = 0; pc < code.slots(); pc++) {
            indexByPc[pc] = instructions;
            instructions += code.at(pc) == null ? 0 : 1;
        }
        words = new int[instructions * STRIDE];
        pcByIndex = new int[instructions];
        for (int pc = 0; pc < code.slots(); pc++) {
            if (code.at(pc) != null) {
                pcByIndex[indexByPc[pc]] = pc;
                flatten(indexByPc[pc] * STRIDE, code.at(pc));
            }
        }
    }

    int[] words() {
        return words;
    }

    /** {@return pc of each instruction, by its position} */
    int[] pcByIndex() {
        return pcByIndex;
    }

    /** {@return by pc: where a function begins whose address the program loads, or {@link #NO_FUNCTION}} */
    int[] functions() {
        return functions;
    }

    /** {@return what the calls of helpers refer to; {@code null} where the ABI has no such helper} */
    Helper[] helpers() {
        return helpers.toArray(Helper[]::new);
    }

    /** {@return a register file: registers, all 0, then constants} */
    long[] newRegisters() {
        var registers = new long[Reg.COUNT + constants.size()];
        constants.forEach((value, register) -> registers[register] = value);
        return registers;
    }

    static short atomicOffset(int argument) {
        return (short) argument;
    }

    static boolean atomicFetches(int argument) {
        return (argument >>> FETCH_SHIFT & 1) != 0;
    }

    static AtomicOp atomicOp(int argument) {
        return ATOMIC_OPS[argument >>> ATOMIC_OP_SHIFT];
    }

    private void flatten(int at, Instruction instruction) {
        switch (instruction) {
            case Alu(var op, var width, var dst, var src) ->
                put(at, byWidth(width, FlatOp.ALU64, FlatOp.ALU32) + op.ordinal(), dst.number(), operand(src), 0);
            case Negate(var width, var dst) ->
                put(at, byWidth(width, FlatOp.NEGATE64, FlatOp.NEGATE32), dst.number(), 0, 0);
            case MoveSigned(var width, var from, var dst, var src) ->
                put(at, byWidth(width, FlatOp.EXTEND64, FlatOp.EXTEND32) + from.ordinal(), dst.number(), src.number(),
                        0);
            case Swap(var order, var bits, var dst) -> put(at, swap(order, bits), dst.number(), dst.number(), 0);
            case LoadImmediate(var dst, var value) -> move(at, dst, value);
            case LoadMap(var dst, var map) -> move(at, dst, Environment.mapHandle(map));
            case LoadMapValue(var dst, var map, var offset) ->
                put(at, FlatOp.LOAD_MAP_VALUE, dst.number(), map, offset);
            case LoadVariable(var dst, var number) -> {
                PlatformVariable variable = PlatformVariable.byNumber(number);
                if (variable == null) {
                    put(at, FlatOp.LOAD_NO_VARIABLE, 0, 0, number);
                } else {
                    move(at, dst, environment.variableAddress(variable));
                }
            }
            case LoadCode(var dst, var target) -> {
                functions[target] = indexByPc[target] * STRIDE;
                move(at, dst, Environment.codeHandle(target));
            }
            case LoadPacket(var size, var offset, var index) ->
                put(at, FlatOp.LOAD_PACKET + size.ordinal(), 0, operand(index), offset);
            case Load(var size, var signed, var dst, var base, var offset) ->
                put(at, (signed ? FlatOp.LOAD_SIGNED : FlatOp.LOAD) + size.ordinal(), dst.number(), base.number(),
                        offset);
            case Store(var size, var base, var offset, var value) ->
                put(at, FlatOp.STORE + size.ordinal(), base.number(), operand(value), offset);
            case Atomic(var op, var fetch, var size, var base, var offset, var src) ->
                put(at, size == Size.DW ? FlatOp.ATOMIC64 : FlatOp.ATOMIC32, base.number(), src.number(),
                        offset & 0xffff | (fetch ? 1 << FETCH_SHIFT : 0) | op.ordinal() << ATOMIC_OP_SHIFT);
            case Jump(var target) -> put(at, FlatOp.JUMP, 0, 0, indexByPc[target] * STRIDE);
            case Branch(var condition, var width, var left, var right, var target) ->
                put(at, byWidth(width, FlatOp.BRANCH64, FlatOp.BRANCH32) + condition.ordinal(), left.number(),
                        operand(right), indexByPc[target] * STRIDE);
            case CallHelper(var number) -> {
                helpers.add(Helper.byNumber(abi, number));
                put(at, FlatOp.CALL_HELPER, 0, helpers.size() - 1, number);
            }
            case CallLocal(var target) -> put(at, FlatOp.CALL_LOCAL, 0, 0, indexByPc[target] * STRIDE);
            case CallRegister(var callee) -> put(at, FlatOp.CALL_REGISTER, 0, callee.number(), 0);
            case Exit() -> put(at, FlatOp.EXIT, 0, 0, 0);
        }
    }

    private static int byWidth(Width width, int wide, int narrow) {
        return width == Width.W64 ? wide : narrow;
    }

    /** On a little-endian machine "to little endian" truncates; of 64 bits, it moves a register to itself. */
    private static int swap(ByteOrder order, int bits) {
        boolean truncates = order == ByteOrder.LE;
        return switch (bits) {
            case 16 -> truncates ? FlatOp.TRUNCATE16 : FlatOp.SWAP16;
            case 32 -> truncates ? FlatOp.TRUNCATE32 : FlatOp.SWAP32;
            default -> truncates ? FlatOp.MOV64 : FlatOp.SWAP64;
        };
    }

    private void move(int at, Reg dst, long value) {
        put(at, FlatOp.MOV64, dst.number(), constant(value), 0);
    }

    private int operand(Operand operand) {
        return switch (operand) {
            case Reg(var number) -> number;
            case Imm(var value) -> constant(value);
        };
    }

    private int constant(long value) {
        return constants.computeIfAbsent(value, _ -> Reg.COUNT + constants.size());
    }

    private void put(int at, int op, int dst, int src, int argument) {
        words[at] = op;
        words[at + 1] = dst;
        words[at + 2] = src;
        words[at + 3] = argument;
    }
}
