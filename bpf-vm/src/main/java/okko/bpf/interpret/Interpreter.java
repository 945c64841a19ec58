package okko.bpf.interpret;

import java.util.Arrays;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.Environment;
import okko.bpf.engine.ProgramFunction;
import okko.bpf.engine.ProgramMemory;
import okko.bpf.engine.RunContext;
import okko.bpf.helper.CheckedCalls;
import okko.bpf.helper.Helper;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.AtomicOp;
import okko.bpf.isa.Reg;
import org.agrona.UnsafeApi;

/**
 * Runs any well-formed program, verified or not, and checks each thing it does: memory it touches, arguments of
 * helpers, depth of calls, number of instructions. What breaks a rule ends in a {@link BpfFault}.
 *
 * <p>Registers and stack begin as 0 (but for r1, r2, r10); a call leaves {@link #POISON} in r1 to r5.
 */
public final class Interpreter extends ProgramFunction {

    /** How many instructions a run may take unless told otherwise. */
    public static final long DEFAULT_BUDGET = 1_000_000;

    /** What r1 to r5 hold after a call: no address, and unlike any number that a program would count on. */
    public static final long POISON = 0x5bad_c0de_5bad_c0deL;

    private static final int SAVED_REGISTERS = 4;

    private final Abi abi;
    private final Environment environment;
    private final ProgramMemory memory;
    private final CheckedCalls calls;
    private final int[] words;
    private final int[] pcByIndex;
    private final int[] functions;
    private final Helper[] helpers;
    private final long[] registers;
    private final long budget;
    private final long[] savedRegisters = new long[MAX_FRAMES * SAVED_REGISTERS];
    private final int[] returnAddresses = new int[MAX_FRAMES];

    private RunObserver observer;
    private long leftObserved;

    /**
     * Prepares a program to run within {@link #DEFAULT_BUDGET}, on thread 0.
     *
     * @param image       the program
     * @param environment made for it
     */
    public Interpreter(ProgramImage image, Environment environment) {
        this(image, environment, new RunContext(environment, 0), DEFAULT_BUDGET, () -> { });
    }

    /**
     * Prepares a program to run.
     *
     * @param image             the program
     * @param environment       made for it
     * @param context           of this function alone
     * @param instructionBudget how many instructions one run may take
     * @param onClose           called once, when the function will not run again
     */
    public Interpreter(
            ProgramImage image, Environment environment, RunContext context, long instructionBudget, Runnable onClose) {
        super(context, onClose);
        this.abi = image.abi();
        this.environment = environment;
        memory = new ProgramMemory(context, environment, image);
        calls = new CheckedCalls(context, environment, memory);
        var flat = new FlatCode(image, environment);
        words = flat.words();
        pcByIndex = flat.pcByIndex();
        functions = flat.functions();
        helpers = flat.helpers();
        registers = flat.newRegisters();
        budget = instructionBudget;
    }

    /**
     * Tells an observer of each instruction from now on. Runs that nobody observes lose no time by it.
     *
     * @param onlooker takes the place of the one before; not {@code null}
     */
    public void observe(RunObserver onlooker) {
        observer = onlooker;
    }

    @Override
    protected long execute(long packet, long lengthBytes) {
        Arrays.fill(registers, 0, Reg.COUNT, 0);
        switch (abi) {
            case OKO, CONFORMANCE -> {
                registers[1] = packet;
                registers[2] = lengthBytes;
            }
            case XDP -> registers[1] = RunContext.HANDLE;
        }
        registers[10] = memory.enter();
        return run();
    }

    /** The one switch: its cases are one line each, and belong together. */
    @SuppressWarnings("checkstyle:MethodLength")
    private long run() {
        final long[] r = registers;
        final int[] code = words;
        long left = begin();
        int at = 0;
        while (true) {
            if (--left < 0) {
                left = pause(at);
            }
            final int dst = code[at + 1];
            final int src = code[at + 2];
            final int argument = code[at + 3];
            int next = at + FlatCode.STRIDE;
            switch (code[at]) {
                case FlatOp.ADD64 -> r[dst] += r[src];
                case FlatOp.SUB64 -> r[dst] -= r[src];
                case FlatOp.MUL64 -> r[dst] *= r[src];
                case FlatOp.DIV64 -> r[dst] = r[src] == 0 ? 0 : Long.divideUnsigned(r[dst], r[src]);
                case FlatOp.SDIV64 -> r[dst] = r[src] == 0 ? 0 : r[dst] / r[src];
                case FlatOp.OR64 -> r[dst] |= r[src];
                case FlatOp.AND64 -> r[dst] &= r[src];
                case FlatOp.LSH64 -> r[dst] <<= r[src];
                case FlatOp.RSH64 -> r[dst] >>>= r[src];
                case FlatOp.MOD64 -> r[dst] = r[src] == 0 ? r[dst] : Long.remainderUnsigned(r[dst], r[src]);
                case FlatOp.SMOD64 -> r[dst] = r[src] == 0 ? r[dst] : r[dst] % r[src];
                case FlatOp.XOR64 -> r[dst] ^= r[src];
                case FlatOp.MOV64 -> r[dst] = r[src];
                case FlatOp.ARSH64 -> r[dst] >>= r[src];

                case FlatOp.ADD32 -> r[dst] = zeroExtended((int) r[dst] + (int) r[src]);
                case FlatOp.SUB32 -> r[dst] = zeroExtended((int) r[dst] - (int) r[src]);
                case FlatOp.MUL32 -> r[dst] = zeroExtended((int) r[dst] * (int) r[src]);
                case FlatOp.DIV32 -> r[dst] = zeroExtended(
                        (int) r[src] == 0 ? 0 : Integer.divideUnsigned((int) r[dst], (int) r[src]));
                case FlatOp.SDIV32 -> r[dst] = zeroExtended((int) r[src] == 0 ? 0 : (int) r[dst] / (int) r[src]);
                case FlatOp.OR32 -> r[dst] = zeroExtended((int) r[dst] | (int) r[src]);
                case FlatOp.AND32 -> r[dst] = zeroExtended((int) r[dst] & (int) r[src]);
                case FlatOp.LSH32 -> r[dst] = zeroExtended((int) r[dst] << r[src]);
                case FlatOp.RSH32 -> r[dst] = zeroExtended((int) r[dst] >>> r[src]);
                case FlatOp.MOD32 -> r[dst] = zeroExtended(
                        (int) r[src] == 0 ? (int) r[dst] : Integer.remainderUnsigned((int) r[dst], (int) r[src]));
                case FlatOp.SMOD32 -> r[dst] = zeroExtended(
                        (int) r[src] == 0 ? (int) r[dst] : (int) r[dst] % (int) r[src]);
                case FlatOp.XOR32 -> r[dst] = zeroExtended((int) r[dst] ^ (int) r[src]);
                case FlatOp.MOV32 -> r[dst] = zeroExtended((int) r[src]);
                case FlatOp.ARSH32 -> r[dst] = zeroExtended((int) r[dst] >> r[src]);

                case FlatOp.EQ64 -> next = r[dst] == r[src] ? argument : next;
                case FlatOp.NE64 -> next = r[dst] != r[src] ? argument : next;
                case FlatOp.SET64 -> next = (r[dst] & r[src]) != 0 ? argument : next;
                case FlatOp.GT64 -> next = Long.compareUnsigned(r[dst], r[src]) > 0 ? argument : next;
                case FlatOp.GE64 -> next = Long.compareUnsigned(r[dst], r[src]) >= 0 ? argument : next;
                case FlatOp.LT64 -> next = Long.compareUnsigned(r[dst], r[src]) < 0 ? argument : next;
                case FlatOp.LE64 -> next = Long.compareUnsigned(r[dst], r[src]) <= 0 ? argument : next;
                case FlatOp.SGT64 -> next = r[dst] > r[src] ? argument : next;
                case FlatOp.SGE64 -> next = r[dst] >= r[src] ? argument : next;
                case FlatOp.SLT64 -> next = r[dst] < r[src] ? argument : next;
                case FlatOp.SLE64 -> next = r[dst] <= r[src] ? argument : next;

                case FlatOp.EQ32 -> next = (int) r[dst] == (int) r[src] ? argument : next;
                case FlatOp.NE32 -> next = (int) r[dst] != (int) r[src] ? argument : next;
                case FlatOp.SET32 -> next = ((int) r[dst] & (int) r[src]) != 0 ? argument : next;
                case FlatOp.GT32 -> next = Integer.compareUnsigned((int) r[dst], (int) r[src]) > 0 ? argument : next;
                case FlatOp.GE32 -> next = Integer.compareUnsigned((int) r[dst], (int) r[src]) >= 0 ? argument : next;
                case FlatOp.LT32 -> next = Integer.compareUnsigned((int) r[dst], (int) r[src]) < 0 ? argument : next;
                case FlatOp.LE32 -> next = Integer.compareUnsigned((int) r[dst], (int) r[src]) <= 0 ? argument : next;
                case FlatOp.SGT32 -> next = (int) r[dst] > (int) r[src] ? argument : next;
                case FlatOp.SGE32 -> next = (int) r[dst] >= (int) r[src] ? argument : next;
                case FlatOp.SLT32 -> next = (int) r[dst] < (int) r[src] ? argument : next;
                case FlatOp.SLE32 -> next = (int) r[dst] <= (int) r[src] ? argument : next;

                case FlatOp.LOAD8 -> r[dst] = UnsafeApi.getByte(readable(r[src] + argument, 1, at)) & 0xffL;
                case FlatOp.LOAD16 -> r[dst] = UnsafeApi.getShort(readable(r[src] + argument, 2, at)) & 0xffffL;
                case FlatOp.LOAD32 -> r[dst] = memory.loadWord(r[src] + argument, pc(at));
                case FlatOp.LOAD64 -> r[dst] = UnsafeApi.getLong(readable(r[src] + argument, 8, at));
                case FlatOp.LOAD_SIGNED8 -> r[dst] = UnsafeApi.getByte(readable(r[src] + argument, 1, at));
                case FlatOp.LOAD_SIGNED16 -> r[dst] = UnsafeApi.getShort(readable(r[src] + argument, 2, at));
                case FlatOp.LOAD_SIGNED32 -> r[dst] = UnsafeApi.getInt(readable(r[src] + argument, 4, at));
                case FlatOp.STORE8 -> UnsafeApi.putByte(writable(r[dst] + argument, 1, at), (byte) r[src]);
                case FlatOp.STORE16 -> UnsafeApi.putShort(writable(r[dst] + argument, 2, at), (short) r[src]);
                case FlatOp.STORE32 -> UnsafeApi.putInt(writable(r[dst] + argument, 4, at), (int) r[src]);
                case FlatOp.STORE64 -> UnsafeApi.putLong(writable(r[dst] + argument, 8, at), r[src]);

                case FlatOp.EXTEND64_8 -> r[dst] = (byte) r[src];
                case FlatOp.EXTEND64_16 -> r[dst] = (short) r[src];
                case FlatOp.EXTEND64_32 -> r[dst] = (int) r[src];
                case FlatOp.EXTEND32_8 -> r[dst] = zeroExtended((byte) r[src]);
                case FlatOp.EXTEND32_16 -> r[dst] = zeroExtended((short) r[src]);
                case FlatOp.NEGATE64 -> r[dst] = -r[dst];
                case FlatOp.NEGATE32 -> r[dst] = zeroExtended(-(int) r[dst]);
                case FlatOp.TRUNCATE16 -> r[dst] &= 0xffffL;
                case FlatOp.TRUNCATE32 -> r[dst] &= 0xffff_ffffL;
                case FlatOp.SWAP16 -> r[dst] = Short.reverseBytes((short) r[dst]) & 0xffffL;
                case FlatOp.SWAP32 -> r[dst] = zeroExtended(Integer.reverseBytes((int) r[dst]));
                case FlatOp.SWAP64 -> r[dst] = Long.reverseBytes(r[dst]);

                case FlatOp.ATOMIC32 -> atomic32(dst, src, argument, at);
                case FlatOp.ATOMIC64 -> atomic64(dst, src, argument, at);
                case FlatOp.JUMP -> next = argument;
                case FlatOp.LOAD_PACKET8, FlatOp.LOAD_PACKET16, FlatOp.LOAD_PACKET32 -> {
                    if (!loadPacket(1 << code[at] - FlatOp.LOAD_PACKET, (int) r[src] + argument)) {
                        return 0;
                    }
                }
                case FlatOp.LOAD_MAP_VALUE -> r[dst] = firstValue(src, at) + argument;
                case FlatOp.LOAD_NO_VARIABLE -> throw fault(at, "no such variable: " + argument);
                case FlatOp.CALL_HELPER -> {
                    callHelper(helpers[src], argument, at);
                    if (context().hasEnded()) {
                        return context().result();
                    }
                }
                case FlatOp.CALL_LOCAL -> {
                    enterFunction(next, at);
                    next = argument;
                }
                case FlatOp.CALL_REGISTER -> {
                    int function = function(r[src]);
                    if (function != FlatCode.NO_FUNCTION) {
                        enterFunction(next, at);
                        next = function;
                    } else {
                        callHelper(helper(src, at), 0, at);
                        if (context().hasEnded()) {
                            return context().result();
                        }
                    }
                }
                case FlatOp.EXIT -> {
                    if (memory.frames() == 1) {
                        return r[0];
                    }
                    next = leaveFunction();
                }
                default -> throw new AssertionError(code[at]);
            }
            at = next;
        }
    }

    /** How many instructions to execute before the first pause: none if each of them is observed. */
    private long begin() {
        leftObserved = budget;
        return observer == null ? budget : 0;
    }

    /** The budget is used up, or the instruction is to be observed: one test in the loop is for both. */
    private long pause(int at) {
        if (observer == null || --leftObserved < 0) {
            throw fault(at, "more than " + budget + " instructions");
        }
        observer.before(pc(at), registers);
        return 0;
    }

    private static long zeroExtended(int value) {
        return value & 0xffff_ffffL;
    }

    private long readable(long address, int bytes, int at) {
        if (!memory.isReadable(address, bytes)) {
            throw memory.unreadable(address, bytes, pc(at));
        }
        return address;
    }

    private long writable(long address, int bytes, int at) {
        if (!memory.isWritable(address, bytes)) {
            throw memory.unwritable(address, bytes, pc(at));
        }
        return address;
    }

    private void atomic32(int base, int src, int argument, int at) {
        long address = atomicAddress(base, argument, Integer.BYTES, at);
        int operand = (int) registers[src];
        AtomicOp op = FlatCode.atomicOp(argument);
        int old = switch (op) {
            case ADD -> UnsafeApi.getAndAddInt(null, address, operand);
            case OR -> UnsafeApi.getAndBitwiseOrInt(null, address, operand);
            case AND -> UnsafeApi.getAndBitwiseAndInt(null, address, operand);
            case XOR -> UnsafeApi.getAndBitwiseXorInt(null, address, operand);
            case XCHG -> UnsafeApi.getAndSetInt(null, address, operand);
            case CMPXCHG -> UnsafeApi.compareAndExchangeInt(null, address, (int) registers[0], operand);
        };
        fetch(op, src, argument, zeroExtended(old));
    }

    private void atomic64(int base, int src, int argument, int at) {
        long address = atomicAddress(base, argument, Long.BYTES, at);
        long operand = registers[src];
        AtomicOp op = FlatCode.atomicOp(argument);
        long old = switch (op) {
            case ADD -> UnsafeApi.getAndAddLong(null, address, operand);
            case OR -> UnsafeApi.getAndBitwiseOrLong(null, address, operand);
            case AND -> UnsafeApi.getAndBitwiseAndLong(null, address, operand);
            case XOR -> UnsafeApi.getAndBitwiseXorLong(null, address, operand);
            case XCHG -> UnsafeApi.getAndSetLong(null, address, operand);
            case CMPXCHG -> UnsafeApi.compareAndExchangeLong(null, address, registers[0], operand);
        };
        fetch(op, src, argument, old);
    }

    private long atomicAddress(int base, int argument, int bytes, int at) {
        return memory.updatable(registers[base] + FlatCode.atomicOffset(argument), bytes, pc(at));
    }

    private void fetch(AtomicOp op, int src, int argument, long old) {
        if (FlatCode.atomicFetches(argument)) {
            registers[op == AtomicOp.CMPXCHG ? 0 : src] = old;
        }
    }

    /** Returns whether the bytes are in the packet; a run that reads others ends with 0. */
    private boolean loadPacket(int bytes, int offset) {
        if (offset < 0 || offset > context().lengthBytes() - bytes) {
            return false;
        }
        long address = context().packet() + offset;
        registers[0] = switch (bytes) {
            case Byte.BYTES -> UnsafeApi.getByte(address) & 0xffL;
            case Short.BYTES -> Short.reverseBytes(UnsafeApi.getShort(address)) & 0xffffL;
            default -> zeroExtended(Integer.reverseBytes(UnsafeApi.getInt(address)));
        };
        poisonArguments();
        return true;
    }

    private long firstValue(int map, int at) {
        long address = environment.firstValue(map);
        if (address == 0) {
            throw fault(at, "no global data or array to point into: map " + map);
        }
        return address;
    }

    private void enterFunction(int returnAddress, int at) {
        long framePointer = memory.pushFrame(pc(at));
        int frame = memory.frames() - 1;
        System.arraycopy(registers, 6, savedRegisters, frame * SAVED_REGISTERS, SAVED_REGISTERS);
        returnAddresses[frame] = returnAddress;
        registers[10] = framePointer;
    }

    private int leaveFunction() {
        registers[10] = memory.popFrame();
        int frame = memory.frames();
        System.arraycopy(savedRegisters, frame * SAVED_REGISTERS, registers, 6, SAVED_REGISTERS);
        poisonArguments();
        return returnAddresses[frame];
    }

    private void callHelper(Helper helper, int number, int at) {
        if (helper == null) {
            throw fault(at, "no such helper: " + number);
        }
        long[] r = registers;
        r[0] = calls.call(helper, r[1], r[2], r[3], r[4], r[5], pc(at));
        poisonArguments();
    }

    /** Where the function begins that a register names, or NO_FUNCTION. */
    private int function(long handle) {
        long pc = handle - Environment.codeHandle(0);
        return pc >= 0 && pc < functions.length ? functions[(int) pc] : FlatCode.NO_FUNCTION;
    }

    private Helper helper(int register, int at) {
        long number = registers[register];
        Helper helper = number == (int) number ? Helper.byNumber(abi, (int) number) : null;
        if (helper == null) {
            throw fault(at, "r%d is neither a function nor a helper: 0x%x".formatted(register, number));
        }
        return helper;
    }

    private void poisonArguments() {
        Arrays.fill(registers, 1, 6, POISON);
    }

    private BpfFault fault(int at, String reason) {
        return new BpfFault(pc(at), reason);
    }

    private int pc(int at) {
        return pcByIndex[at / FlatCode.STRIDE];
    }
}
