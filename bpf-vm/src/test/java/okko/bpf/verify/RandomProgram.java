package okko.bpf.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
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
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
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
 * Random code with branches and loops that computes with packet, length, stack, maps and global data, and calls
 * helpers and a function.
 */
final class RandomProgram {

    /** What the statements count on, in this order. */
    static final List<MapDefinition> MAPS = List.of(
            new MapDefinition("array", MapType.ARRAY, 4, 24, 4),
            MapDefinition.globalData(".bss", new byte[24], ProgramAccess.READ_WRITE),
            MapDefinition.globalData(".rodata", "constant".getBytes(StandardCharsets.US_ASCII), ProgramAccess.READ_ONLY),
            new MapDefinition("queue", MapType.QUEUE, 0, 12, 4),
            new MapDefinition("ring", MapType.RING_BUFFER, 0, 0, 4096),
            new MapDefinition("next", MapType.PROGRAM_ARRAY, 4, 4, 4),
            new MapDefinition("seen", MapType.BLOOM_FILTER, 0, 8, 64),
            new MapDefinition("hash", MapType.LRU_HASH, 8, 16, 4));

    /** The result of a program with a probe that was tripped; no other program returns it. */
    static final long OUTSIDE = 0x0b5e_55ed_0b5e_55edL;

    private static final int BSS = 1;
    private static final int CONSTANT_DATA = 2;
    private static final int QUEUE = 3;
    private static final int RING = 4;
    private static final int NEXT = 5;
    private static final int SEEN = 6;
    private static final int HASH = 7;

    private static final int SHORT = 16;
    private static final int LONG = 30;
    private static final int TO_THE_END = 1000;
    private static final int[] INTERESTING = {
        0, 1, 2, 4, 7, 8, 14, 15, 20, 32, 60, 63, 64, 100, 255, -1, -4, -8, 0x7fff_ffff
    };

    /** The function: it writes a byte through r1 if that may be written, in any case its own stack. */
    private static final List<Instruction> FUNCTION = List.of(
            new Store(Size.DW, reg(10), (short) -8, reg(2)),
            new Load(Size.DW, false, reg(0), reg(10), (short) -8),
            new Exit());

    private final Random random;
    private final Abi abi;
    private final List<Statement> statements = new ArrayList<>();

    /** In one program of eight, which is a small one: loops take long to verify. */
    private final boolean hasLoops;

    /** Instructions that stay together; a branch without a target goes over the next statements, or the last ones. */
    private record Statement(List<Instruction> instructions, int skipped) {}

    RandomProgram(Random random, Abi abi) {
        this.random = random;
        this.abi = abi;
        this.hasLoops = random.nextInt(Integer.getInteger("okko.loops", 8)) == 0;
        switch (abi) {
            case OKO, CONFORMANCE -> add(move(6, reg(1)), move(9, reg(2)), move(7, reg(1)),
                    new Alu(AluOp.ADD, Width.W64, reg(7), reg(2)));
            case XDP -> add(move(9, reg(1)), field(6, 0), field(7, 4), move(1, reg(6)), move(2, reg(7)),
                    new Alu(AluOp.SUB, Width.W64, reg(2), reg(6)));
        }
        add(move(8, reg(10)), move(0, new Imm(0)), move(3, new Imm(5)), move(4, reg(7)), move(5, reg(2)),
                new Store(Size.DW, reg(10), (short) -8, new Imm(3)), new Store(Size.DW, reg(10), (short) -16, reg(1)));
    }

    /** How many statements to try to add. */
    int length() {
        return hasLoops ? SHORT : LONG;
    }

    void addStatement() {
        int loopKinds = hasLoops ? 3 : 0;
        switch (random.nextInt((abi == Abi.XDP ? 27 : 20) + loopKinds) - loopKinds) {
            case -3, -2 -> addBackEdge();
            case -1 -> addCursorLoop();
            case 0, 1, 2 -> addBranch();
            case 3, 4, 5 -> add(new Alu(oneOf(AluOp.values()), width(), any(), operand()));
            case 6 -> add(new Alu(random.nextBoolean() ? AluOp.ADD : AluOp.SUB, Width.W64, any(), operand()));
            case 7 -> add(new Alu(AluOp.AND, width(), any(), new Imm(1 << random.nextInt(8))));
            case 8, 9 -> add(new Load(oneOf(Size.values()), false, any(), any(), offset()));
            case 10 -> add(new Store(oneOf(Size.values()), any(), offset(), operand()));
            case 11 -> add(move(random.nextInt(10), any()));
            case 12 -> addOddity();
            case 13 -> addCall(both(stackAddress(2, -8), new LoadMap(reg(1), 0)), 1);
            case 14 -> addGlobalData();
            case 15 -> addCallThroughRegister();
            case 16 -> addCall(List.of(), loadPacket());
            case 17, 18, 19 -> addCheck();
            case 20 -> addQueue();
            case 21, 22 -> addRecord();
            case 23 -> addMove();
            case 24 -> addTailCall();
            case 25 -> addCopy();
            default -> add(field(random.nextInt(10), 4 * random.nextInt(6)));
        }
    }

    /** Takes back what was added beyond a number of statements. */
    void shrinkTo(int count) {
        statements.subList(count, statements.size()).clear();
    }

    int statementCount() {
        return statements.size();
    }

    /** Where a statement begins. */
    int pcOf(int statement) {
        return statements.stream().limit(statement).mapToInt(RandomProgram::slots).sum();
    }

    /** The program that gives another result if a register lies outside a range where a statement begins. */
    Code codeWithProbe(int statement, Reg register, int least, int greatest) {
        Statement before = statements.get(statement);
        List<Instruction> probed = new ArrayList<>(List.of(
                new Branch(Condition.SLT, Width.W64, register, new Imm(least), 1),
                new Branch(Condition.SLE, Width.W64, register, new Imm(greatest), 3),
                new LoadImmediate(reg(0), OUTSIDE),
                new Exit()));
        probed.addAll(before.instructions);
        statements.set(statement, new Statement(probed, before.skipped));
        Code code = code();
        statements.set(statement, before);
        return code;
    }

    Code code() {
        int end = statements.stream().mapToInt(RandomProgram::slots).sum();
        int function = end + 2;
        Instruction[] bySlot = new Instruction[function + FUNCTION.size()];
        int pc = 0;
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            int next = pc + slots(statement);
            for (Instruction instruction : statement.instructions) {
                bySlot[pc] = switch (instruction) {
                    case Branch(var condition, var width, var left, var right, int slots) -> new Branch(
                            condition, width, left, right,
                            slots != 0 ? pc + 1 + slots : target(i, next, statement.skipped));
                    case LoadCode(Reg dst, int _) -> new LoadCode(dst, function);
                    default -> instruction;
                };
                pc += instruction.slots();
            }
        }
        bySlot[pc++] = move(0, new Imm(1));
        bySlot[pc++] = new Exit();
        for (Instruction instruction : FUNCTION) {
            bySlot[pc++] = instruction;
        }
        return new Code(bySlot);
    }

    private int target(int statement, int next, int skipped) {
        int target = next;
        if (skipped < 0) {
            return statements.stream().limit(Math.max(1, statement + skipped)).mapToInt(RandomProgram::slots).sum();
        }
        for (int i = statement + 1; i <= statement + skipped && i < statements.size(); i++) {
            target += slots(statements.get(i));
        }
        return target;
    }

    private static int slots(Statement statement) {
        return statement.instructions.stream().mapToInt(Instruction::slots).sum();
    }

    private void addBranch() {
        Width width = random.nextInt(3) == 0 ? Width.W32 : Width.W64;
        Branch branch = new Branch(oneOf(Condition.values()), width, any(), operand(), 0);
        statements.add(new Statement(List.of(branch), random.nextBoolean() ? TO_THE_END : random.nextInt(4)));
    }

    /** Counts, and goes back over some statements until the count is reached, if nothing else comes between. */
    private void addBackEdge() {
        Reg counter = any();
        Condition condition = oneOf(new Condition[] {Condition.NE, Condition.LT, Condition.SLT, Condition.LE});
        statements.add(new Statement(List.of(
                new Alu(AluOp.ADD, width(), counter, new Imm(1 + random.nextInt(2))),
                new Branch(condition, width(), counter, random.nextInt(4) == 0 ? any() : new Imm(random.nextInt(40)), 0)),
                -1 - random.nextInt(6)));
    }

    /** A walk over the packet, checked in each round, by steps that may come from the packet. */
    private void addCursorLoop() {
        Reg cursor = reg(random.nextInt(3));
        Reg value = reg(3);
        Reg end = reg(4);
        Reg count = reg(5);
        int bytes = 1 + random.nextInt(6);
        statements.add(new Statement(List.of(
                move(cursor.number(), reg(6)),
                move(count.number(), new Imm(0)),
                move(end.number(), cursor),
                new Alu(AluOp.ADD, Width.W64, end, new Imm(bytes)),
                new Branch(oneOf(new Condition[] {Condition.GT, Condition.GE}), Width.W64, end, reg(7), 4),
                new Load(Size.values()[random.nextInt(3)], false, value, cursor, (short) random.nextInt(bytes)),
                new Alu(AluOp.ADD, Width.W64, cursor, random.nextBoolean() ? value : new Imm(random.nextInt(bytes + 2))),
                new Alu(AluOp.ADD, width(), count, new Imm(1)),
                new Branch(oneOf(new Condition[] {Condition.NE, Condition.LT}), width(), count,
                        new Imm(1 + random.nextInt(40)), -7)), 0));
    }

    private void addOddity() {
        add(switch (random.nextInt(6)) {
            case 0 -> new Negate(width(), any());
            case 1 -> new MoveSigned(Width.W64, Size.values()[random.nextInt(3)], any(), any());
            case 2 -> new Swap(oneOf(ByteOrder.values()), 16 << random.nextInt(3), any());
            case 3 -> new Alu(AluOp.LSH, Width.W64, any(), new Imm(32));
            case 4 -> new Alu(random.nextBoolean() ? AluOp.RSH : AluOp.ARSH, Width.W64, any(), new Imm(32));
            default -> new Load(Size.values()[random.nextInt(3)], true, any(), any(), offset());
        });
    }

    private void addGlobalData() {
        int map = random.nextInt(4) == 0 ? CONSTANT_DATA : BSS;
        add(switch (random.nextInt(4)) {
            case 0 -> new LoadVariable(any(), 0);
            case 1 -> new Atomic(AtomicOp.ADD, random.nextBoolean(), random.nextBoolean() ? Size.W : Size.DW, any(),
                    offset(), any());
            default -> new LoadMapValue(any(), map, random.nextInt(24));
        });
    }

    private void addCallThroughRegister() {
        Reg callee = reg(3 + random.nextInt(3));
        addCall(random.nextInt(3) == 0
                ? List.of(move(callee.number(), new Imm(random.nextInt(9))))
                : List.of(new LoadCode(callee, 0)), new CallRegister(callee));
    }

    private LoadPacket loadPacket() {
        return new LoadPacket(Size.values()[random.nextInt(3)], random.nextInt(40),
                random.nextBoolean() ? new Imm(0) : any());
    }

    /** The check against the packet's end that most programs begin with, and an access that it may allow. */
    private void addCheck() {
        Reg pointer = reg(random.nextInt(6));
        Operand distance = random.nextInt(3) == 0 ? any() : new Imm(INTERESTING[random.nextInt(INTERESTING.length)]);
        Reg base = random.nextBoolean() ? pointer : reg(6);
        short offset = (short) (random.nextInt(24) - (base == pointer ? 20 : 1));
        statements.add(new Statement(
                List.of(
                        move(pointer.number(), reg(6)),
                        new Alu(AluOp.ADD, Width.W64, pointer, distance),
                        new Branch(random.nextBoolean() ? Condition.GT : Condition.GE, Width.W64, pointer, reg(7), 0),
                        random.nextInt(3) == 0
                                ? new Store(oneOf(Size.values()), base, offset, operand())
                                : new Load(oneOf(Size.values()), false, any(), base, offset)),
                TO_THE_END));
    }

    private void addQueue() {
        boolean isQueue = random.nextInt(3) != 0;
        List<Instruction> item = random.nextInt(4) == 0
                ? List.of(new LoadMapValue(reg(2), random.nextInt(2) + BSS, 0))
                : stackAddress(2, -4 * random.nextInt(6));
        addCall(both(item, new LoadMap(reg(1), isQueue ? QUEUE : SEEN), move(3, new Imm(random.nextInt(3)))),
                87 + random.nextInt(3));
    }

    /** A record is reserved, written if it is there, and most often given back. */
    private void addRecord() {
        int size = 8 * random.nextInt(4);
        Store write = new Store(Size.W, reg(0), (short) random.nextInt(24), any());
        Instruction release = random.nextInt(8) == 0 ? move(2, new Imm(0)) : new CallHelper(132 + random.nextInt(2));
        addCall(List.of(
                new LoadMap(reg(1), RING), move(2, new Imm(size)), move(3, new Imm(0)), new CallHelper(131),
                new Branch(Condition.EQ, Width.W64, reg(0), new Imm(0), 4),
                write, move(1, reg(0)), move(2, new Imm(0)), release), move(0, new Imm(0)));
    }

    /** The packet's begin or end moves; most often its pointers are loaded again. */
    private void addMove() {
        boolean reloads = random.nextInt(4) != 0;
        addCall(List.of(
                move(1, reg(9)), move(2, new Imm(random.nextInt(33) - 16)),
                new CallHelper(random.nextBoolean() ? 44 : 65), reloads ? field(6, 0) : move(3, new Imm(1))),
                reloads ? field(7, 4) : move(4, new Imm(1)));
    }

    private void addTailCall() {
        addCall(List.of(move(1, reg(9)), new LoadMap(reg(2), NEXT), move(3, operand())), 12);
    }

    private void addCopy() {
        addCall(switch (random.nextInt(3)) {
            case 0 -> both(stackAddress(3, -24), move(1, reg(9)), move(2, operand()), move(4, operand()));
            case 1 -> both(stackAddress(1, -16), move(2, operand()), move(3, any()), move(4, operand()),
                    move(5, new Imm(0)));
            default -> both(stackAddress(2, -8), new LoadMap(reg(1), HASH), move(3, any()), move(4, new Imm(0)));
        }, oneOf(new Integer[] {2, 28, 189, 190}));
    }

    private void addCall(List<Instruction> arguments, int helper) {
        addCall(arguments, new CallHelper(helper));
    }

    /** A call, and numbers and pointers in the registers that it wipes. */
    private void addCall(List<Instruction> arguments, Instruction call) {
        List<Instruction> all = new ArrayList<>(arguments);
        all.add(call);
        all.addAll(List.of(
                move(1, new Imm(1)), move(2, new Imm(2)), move(3, reg(0)), move(4, reg(6)), move(5, reg(7))));
        statements.add(new Statement(all, 0));
    }

    private static Load field(int register, int offset) {
        return new Load(Size.W, false, reg(register), reg(9), (short) offset);
    }

    private static List<Instruction> stackAddress(int register, int offset) {
        return List.of(move(register, reg(10)), new Alu(AluOp.ADD, Width.W64, reg(register), new Imm(offset)));
    }

    private static List<Instruction> both(List<Instruction> first, Instruction... then) {
        return Stream.concat(first.stream(), Stream.of(then)).toList();
    }

    private void add(Instruction... instructions) {
        statements.add(new Statement(Arrays.asList(instructions), 0));
    }

    private static Instruction move(int dst, Operand src) {
        return new Alu(AluOp.MOV, Width.W64, reg(dst), src);
    }

    private static Reg reg(int number) {
        return new Reg(number);
    }

    private Reg any() {
        return reg(random.nextInt(10));
    }

    private Width width() {
        return random.nextInt(3) == 0 ? Width.W32 : Width.W64;
    }

    private Operand operand() {
        return random.nextBoolean() ? any() : new Imm(INTERESTING[random.nextInt(INTERESTING.length)]);
    }

    private short offset() {
        return (short) (random.nextInt(4) == 0 ? -random.nextInt(24) : random.nextInt(32));
    }

    private <T> T oneOf(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
