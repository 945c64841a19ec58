package okko.bpf.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import okko.bpf.image.Abi;
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
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Size;
import okko.bpf.isa.Width;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapType;

/**
 * A random program that never strays: it consists of units of a few instructions, jumps go from unit to unit, r9 holds
 * the packet's address, r10 the stack's, and the other registers hold numbers between units. Its r0 depends on all
 * registers and on all of the stack. A counter on the stack bounds the jumps backwards.
 */
final class RandomProgram {

    /** How long a packet must be for the program to look at it, bytes. */
    static final int PACKET_BYTES = 64;

    /** What the program's maps are: a hash, an array, global data. */
    static final MapDefinition[] MAPS = {
        new MapDefinition("hash", MapType.HASH, 4, 8, 3),
        new MapDefinition("array", MapType.ARRAY, 4, 8, 4),
        MapDefinition.globalData(".data", new byte[32], ProgramAccess.READ_WRITE)
    };

    private static final int DATA_BYTES = 32;
    private static final int STACK_BYTES = 32;
    private static final short BACKWARD_JUMPS = -STACK_BYTES - 8;
    private static final int MAX_JUMP = 8;
    private static final Reg RESULT = new Reg(0);
    private static final Reg SPARE = new Reg(8);
    private static final Reg PACKET = new Reg(9);
    private static final int[] SCALARS = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    private static final long[] CORNERS = {
        0, 1, -1, 2, 31, 32, 63, 64, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL,
        Long.MAX_VALUE, Long.MIN_VALUE, Integer.MIN_VALUE
    };

    /** What a program may contain. */
    enum Kind {
        /** What each verifier accepts: no loads from the packet by their own instruction, no calls, no loops. */
        PLAIN,
        /** Everything. */
        FULL
    }

    private final Random random;
    private final Kind kind;
    private final Abi abi;
    private final List<List<Instruction>> units = new ArrayList<>();
    private final List<Integer> functions = new ArrayList<>();

    private RandomProgram(Random random, Kind kind, Abi abi) {
        this.random = random;
        this.kind = kind;
        this.abi = abi;
    }

    /** Makes a program with about that many units per function; the first two instructions of XDP read the context. */
    static Code of(Random random, Kind kind, Abi abi, int length) {
        var program = new RandomProgram(random, kind, abi);
        program.function(length, kind == Kind.FULL ? random.nextInt(3) : 0);
        return new Code(program.slots());
    }

    /** The pc of each unit, then its instructions with their targets, until now numbers of units, replaced by pcs. */
    private Instruction[] slots() {
        var pcs = new int[units.size()];
        for (int unit = 1; unit < units.size(); unit++) {
            pcs[unit] = pcs[unit - 1] + units.get(unit - 1).stream().mapToInt(Instruction::slots).sum();
        }
        var slots = new ArrayList<Instruction>();
        for (List<Instruction> unit : units) {
            for (Instruction instruction : unit) {
                slots.add(switch (instruction) {
                    case Jump(int target) -> new Jump(pcs[target]);
                    case Branch(var condition, var width, var left, var right, int target) -> new Branch(
                            condition, width, left, right, target >= 0 ? pcs[target] : slots.size() - target);
                    case CallLocal(int function) -> new CallLocal(pcs[functions.get(function)]);
                    case LoadCode(var dst, int function) -> new LoadCode(dst, pcs[functions.get(function)]);
                    default -> instruction;
                });
                if (instruction.slots() == 2) {
                    slots.add(null);
                }
            }
        }
        return slots.toArray(Instruction[]::new);
    }

    /** The function, and behind it those that it calls, numbered from 0. */
    private void function(int length, int callees) {
        enter(callees < 0);
        int first = units.size();
        while (units.size() < first + length) {
            units.add(unit(first, first + length, callees));
        }
        leave();
        for (int callee = 0; callee < callees; callee++) {
            functions.add(units.size());
            function(1 + length / 2, -1);
        }
    }

    private void enter(boolean isCalled) {
        if (isCalled) {
            add(move(PACKET, new Reg(1)));
        } else if (abi == Abi.XDP) {
            add(new Load(Size.W, false, PACKET, new Reg(1), (short) 0),
                    new Load(Size.W, false, new Reg(2), new Reg(1), (short) 4),
                    move(new Reg(3), PACKET), new Alu(AluOp.ADD, Width.W64, new Reg(3), new Imm(PACKET_BYTES)),
                    skip(Condition.LE, new Reg(3), new Reg(2), 3), move(RESULT, new Imm(0)), new Exit());
        } else {
            add(skip(Condition.GE, new Reg(2), new Imm(PACKET_BYTES), 3), move(RESULT, new Imm(0)), new Exit(),
                    move(PACKET, new Reg(1)));
        }
        for (int number : SCALARS) {
            add(new LoadImmediate(new Reg(number), number()));
        }
        for (int offset = -STACK_BYTES; offset < 0; offset += Long.BYTES) {
            add(new Store(Size.DW, Reg.FRAME_POINTER, (short) offset, scalar()));
        }
        add(new Store(Size.DW, Reg.FRAME_POINTER, BACKWARD_JUMPS, new Imm(random.nextInt(4))));
    }

    private void leave() {
        for (int number : SCALARS) {
            fold(new Reg(number));
        }
        for (int offset = -STACK_BYTES; offset < 0; offset += Long.BYTES) {
            add(new Load(Size.DW, false, new Reg(3), Reg.FRAME_POINTER, (short) offset));
            fold(new Reg(3));
        }
        add(new Exit());
    }

    private void fold(Reg register) {
        add(new Alu(AluOp.MUL, Width.W64, RESULT, new Imm(31)), new Alu(AluOp.ADD, Width.W64, RESULT, register));
    }

    private void add(Instruction... instructions) {
        units.add(List.of(instructions));
    }

    private List<Instruction> unit(int first, int end, int callees) {
        int number = units.size();
        int target = Math.min(end, number + 1 + random.nextInt(MAX_JUMP));
        return switch (random.nextInt(kind == Kind.PLAIN ? 20 : 27)) {
            case 0, 1, 2, 3, 4, 5, 6 -> List.of(alu());
            case 7 -> List.of(new Negate(pick(Width.values()), scalar()));
            case 8 -> List.of(moveSigned());
            case 9 -> List.of(new Swap(pick(ByteOrder.values()), 16 << random.nextInt(3), scalar()));
            case 10, 11 -> List.of(load(PACKET, 0, PACKET_BYTES));
            case 12, 13 -> List.of(load(Reg.FRAME_POINTER, -STACK_BYTES, STACK_BYTES));
            case 14 -> List.of(store(Reg.FRAME_POINTER, -STACK_BYTES, STACK_BYTES));
            case 15 -> abi == Abi.XDP && kind == Kind.FULL
                    ? List.of(store(PACKET, 0, PACKET_BYTES))
                    : List.of(store(Reg.FRAME_POINTER, -STACK_BYTES, STACK_BYTES));
            case 16 -> List.of(atomic(Reg.FRAME_POINTER, -STACK_BYTES, STACK_BYTES));
            case 17 -> List.of(random.nextInt(4) == 0 ? new Jump(target) : branch(target));
            case 18, 19 -> List.of(branch(target));
            case 20 -> backwards(first + random.nextInt(number - first + 1));
            case 21 -> loadPacket();
            case 22 -> globalData();
            case 23 -> mapCall();
            case 24 -> List.of(new LoadVariable(SPARE, 0), new Load(Size.DW, false, SPARE, SPARE, (short) 0));
            case 25 -> hashOrTime();
            default -> callees > 0 ? call(random.nextInt(callees)) : List.of(alu());
        };
    }

    /** Goes back, if the function has not done so too often. */
    private List<Instruction> backwards(int target) {
        Reg left = scalar();
        return List.of(
                new Load(Size.DW, false, left, Reg.FRAME_POINTER, BACKWARD_JUMPS),
                skip(Condition.EQ, left, new Imm(0), 4),
                new Alu(AluOp.SUB, Width.W64, left, new Imm(1)),
                new Store(Size.DW, Reg.FRAME_POINTER, BACKWARD_JUMPS, left),
                new Jump(target));
    }

    /** One in 16 may read beyond the packet, which ends the run. */
    private List<Instruction> loadPacket() {
        Size size = Size.values()[random.nextInt(3)];
        Reg index = scalar();
        int mask = random.nextInt(16) == 0 ? 127 : 31;
        return random.nextBoolean()
                ? withNewArguments(new LoadPacket(size, random.nextInt(PACKET_BYTES - 4), new Imm(0)))
                : withNewArguments(new Alu(AluOp.AND, Width.W32, index, new Imm(mask)),
                        new LoadPacket(size, random.nextInt(29), index));
    }

    private List<Instruction> globalData() {
        int offset = Long.BYTES * random.nextInt(DATA_BYTES / Long.BYTES);
        return List.of(
                new LoadMapValue(SPARE, 2, offset),
                switch (random.nextInt(3)) {
                    case 0 -> new Load(
                            pick(Size.values()), false, pick(new Reg[] {RESULT, new Reg(6)}), SPARE, (short) 0);
                    case 1 -> new Store(pick(Size.values()), SPARE, (short) 0, new Reg(7));
                    default -> new Atomic(AtomicOp.ADD, random.nextBoolean(), Size.DW, SPARE, (short) 0, new Reg(7));
                },
                move(SPARE, new Reg(6)));
    }

    /** Sets, finds or removes under a key of 0 to 3; what is found is added up in the value itself. */
    private List<Instruction> mapCall() {
        int helper = 1 + random.nextInt(3);
        var call = new ArrayList<>(List.of(
                new Alu(AluOp.AND, Width.W64, SPARE, new Imm(3)),
                new Store(Size.W, Reg.FRAME_POINTER, (short) -8, SPARE),
                new LoadMap(new Reg(1), random.nextInt(2)),
                move(new Reg(2), Reg.FRAME_POINTER), new Alu(AluOp.ADD, Width.W64, new Reg(2), new Imm(-8)),
                move(new Reg(3), Reg.FRAME_POINTER), new Alu(AluOp.ADD, Width.W64, new Reg(3), new Imm(-16)),
                move(new Reg(4), new Imm(0)),
                new CallHelper(helper)));
        if (helper == 1) {
            call.addAll(List.of(
                    skip(Condition.EQ, RESULT, new Imm(0), 5),
                    new Load(Size.DW, false, SPARE, RESULT, (short) 0),
                    new Alu(AluOp.ADD, Width.W64, SPARE, new Reg(7)),
                    new Store(Size.DW, RESULT, (short) 0, SPARE),
                    move(RESULT, SPARE)));
        }
        return withNewArguments(call.toArray(Instruction[]::new));
    }

    private List<Instruction> hashOrTime() {
        return abi == Abi.OKO && random.nextBoolean()
                ? withNewArguments(move(new Reg(1), Reg.FRAME_POINTER),
                        new Alu(AluOp.ADD, Width.W64, new Reg(1), new Imm(-STACK_BYTES)),
                        move(new Reg(2), new Imm(1 + random.nextInt(STACK_BYTES))), new CallHelper(6))
                : withNewArguments(new CallHelper(5));
    }

    private List<Instruction> call(int function) {
        return random.nextBoolean()
                ? withNewArguments(move(new Reg(1), PACKET), new CallLocal(function))
                : withNewArguments(move(new Reg(1), PACKET), new LoadCode(SPARE, function), new CallRegister(SPARE),
                        move(SPARE, RESULT));
    }

    /** Behind a call: numbers for r1 to r5. */
    private List<Instruction> withNewArguments(Instruction... call) {
        var unit = new ArrayList<>(Arrays.asList(call));
        for (int number = 1; number <= 5; number++) {
            unit.add(random.nextBoolean()
                    ? new LoadImmediate(new Reg(number), number())
                    : move(new Reg(number), new Reg(6 + random.nextInt(2))));
        }
        return unit;
    }

    private static Instruction move(Reg dst, Operand src) {
        return new Alu(AluOp.MOV, Width.W64, dst, src);
    }

    /** A branch within the unit: over the next {@code instructions} - 1, none of which has two slots. */
    private static Instruction skip(Condition condition, Reg left, Operand right, int instructions) {
        return new Branch(condition, Width.W64, left, right, -instructions);
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

    private Instruction store(Reg base, int firstOffset, int bytes) {
        Size size = pick(Size.values());
        return new Store(size, base, offset(size, firstOffset, bytes), operand());
    }

    private Instruction atomic(Reg base, int firstOffset, int bytes) {
        AtomicOp op = pick(AtomicOp.values());
        boolean fetch = op == AtomicOp.XCHG || op == AtomicOp.CMPXCHG || random.nextBoolean();
        Size size = random.nextBoolean() ? Size.W : Size.DW;
        return new Atomic(op, fetch, size, base, offset(size, firstOffset, bytes), scalar());
    }

    private short offset(Size size, int first, int bytes) {
        return (short) (first + size.bytes() * random.nextInt(bytes / size.bytes()));
    }

    private Operand operand() {
        return random.nextInt(3) == 0 ? new Imm((int) number()) : scalar();
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
