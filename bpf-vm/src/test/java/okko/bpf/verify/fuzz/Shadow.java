package okko.bpf.verify.fuzz;

import java.util.Arrays;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.helper.Argument;
import okko.bpf.helper.Helper;
import okko.bpf.helper.Result;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.AtomicOp;
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
import okko.bpf.isa.Structure;
import okko.bpf.map.BpfMap;
import org.agrona.UnsafeApi;

/**
 * Follows one run: which registers and stack bytes it has written, and which of them hold addresses. It may read only
 * what it has written, and show no address to anybody. The interpreter cannot tell: it begins with zeros.
 */
final class Shadow {

    /** Told of each access to memory, of instructions and of helpers on their behalf. */
    @FunctionalInterface
    interface Accesses {

        void access(int pc, Access access, long address, long bytes);
    }

    /** What is done to bytes. */
    enum Access { READ, WRITE }

    private static final byte WRITTEN = 1;
    private static final byte ADDRESS = 2;
    private static final int ARGUMENTS = 0b111110;
    private static final int SAVED = 0b1111000000;
    private static final int FRAME_POINTER = 1 << Reg.FRAME_POINTER.number();
    private static final Reg RESULT = new Reg(0);

    private final ProgramImage image;
    private final Environment environment;
    private final RunContext context;
    private final Accesses accesses;
    private final byte[] stack = new byte[BpfFunction.MAX_FRAMES * BpfFunction.STACK_BYTES];
    private final int[] savedWritten = new int[BpfFunction.MAX_FRAMES];
    private final int[] savedAddresses = new int[BpfFunction.MAX_FRAMES];

    // Of the run at hand. Registers are bits; an address that is 0 is a number.
    private long[] registers;
    private long stackTop;
    private int frames;
    private int written;
    private int addresses;
    private int pc;

    Shadow(ProgramImage image, Environment environment, RunContext context, Accesses accesses) {
        this.image = image;
        this.environment = environment;
        this.context = context;
        this.accesses = accesses;
    }

    void begin() {
        frames = 0;
    }

    /** Does in the shadow what the instruction is about to do. */
    void step(int at, Instruction instruction, long[] now) {
        pc = at;
        registers = now;
        if (frames == 0) {
            enterProgram();
        }
        switch (instruction) {
            case Alu alu -> compute(alu);
            case Negate(var _, Reg dst) -> set(dst, hasAddress(dst));
            case MoveSigned(var _, var _, Reg dst, Reg src) -> set(dst, hasAddress(src));
            case Swap(var _, int _, Reg dst) -> set(dst, hasAddress(dst));
            case LoadImmediate(Reg dst, long _) -> set(dst, false);
            case LoadMap(Reg dst, int _) -> set(dst, true);
            case LoadMapValue(Reg dst, int _, int _) -> set(dst, true);
            case LoadVariable(Reg dst, int _) -> set(dst, true);
            case LoadCode(Reg dst, int _) -> set(dst, true);
            case LoadPacket load -> {
                number(load.index());
                loadPacket(load);
            }
            case Load load -> load(load);
            case Store store -> store(store);
            case Atomic atomic -> exchange(atomic);
            case Jump _ -> { }
            case Branch branch -> {
                hasAddress(branch.left());
                hasAddress(branch.right());
            }
            case CallHelper(int number) -> call(Helper.byNumber(image.abi(), number));
            case CallLocal _ -> enter();
            case CallRegister(Reg callee) -> {
                hasAddress(callee);
                if (isCode(value(callee))) {
                    enter();
                } else {
                    call(Helper.byNumber(image.abi(), (int) value(callee)));
                }
            }
            case Exit _ -> leave();
        }
    }

    private void enterProgram() {
        stackTop = value(Reg.FRAME_POINTER);
        frames = 1;
        Arrays.fill(stack, (byte) 0);
        written = image.abi() == Abi.XDP ? FRAME_POINTER | 0b10 : FRAME_POINTER | 0b110;
        addresses = FRAME_POINTER | 0b10;
    }

    private void enter() {
        savedWritten[frames] = written & SAVED;
        savedAddresses[frames] = addresses & SAVED;
        Arrays.fill(stack, frames * BpfFunction.STACK_BYTES, (frames + 1) * BpfFunction.STACK_BYTES, (byte) 0);
        frames++;
        written &= ARGUMENTS | FRAME_POINTER;
    }

    private void leave() {
        frames--;
        if (frames == 0) {
            number(RESULT);
            return;
        }
        written = written & 1 | savedWritten[frames] | FRAME_POINTER;
        addresses = addresses & 1 | savedAddresses[frames] | FRAME_POINTER;
    }

    private void compute(Alu alu) {
        if (alu.op() == AluOp.MOV) {
            set(alu.dst(), hasAddress(alu.src()));
            return;
        }
        boolean left = hasAddress(alu.dst());
        boolean right = hasAddress(alu.src());
        set(alu.dst(), alu.op() == AluOp.SUB ? left ^ right : left | right);
    }

    private void loadPacket(LoadPacket load) {
        long index = load.index() instanceof Reg register ? value(register) : 0;
        int offset = (int) index + load.offsetBytes();
        if (offset >= 0 && offset <= context.lengthBytes() - load.size().bytes()) {
            accesses.access(pc, Access.READ, context.packet() + offset, load.size().bytes());
        }
        afterCall(false);
    }

    private void load(Load load) {
        hasAddress(load.base());
        long address = value(load.base()) + load.offsetBytes();
        long field = address - RunContext.HANDLE;
        boolean isContext = image.abi() == Abi.XDP && field >= 0 && field < RunContext.CONTEXT_BYTES;
        set(load.dst(), isContext ? field <= 8 : readsAddress(address, load.size().bytes()));
    }

    private void store(Store store) {
        hasAddress(store.base());
        boolean isAddress = hasAddress(store.value());
        write(value(store.base()) + store.offsetBytes(), store.size().bytes(), isAddress);
    }

    private void exchange(Atomic atomic) {
        hasAddress(atomic.base());
        number(atomic.src());
        if (atomic.op() == AtomicOp.CMPXCHG) {
            number(RESULT);
        }
        long address = value(atomic.base()) + atomic.offsetBytes();
        boolean wasAddress = readsAddress(address, atomic.size().bytes());
        write(address, atomic.size().bytes(), wasAddress && atomic.op() != AtomicOp.XCHG);
        if (atomic.fetch()) {
            set(atomic.op() == AtomicOp.CMPXCHG ? RESULT : atomic.src(), wasAddress);
        }
    }

    private void call(Helper helper) {
        if (helper == null) {
            return;   // the interpreter will say so
        }
        BpfMap map = helper.mapArgument() == 0 ? null : environment.mapByHandle(registers[helper.mapArgument()]);
        for (int i = 1; i <= helper.arguments().size(); i++) {
            pass(helper.arguments().get(i - 1), new Reg(i), map);
        }
        switch (helper) {
            case BPF_XDP_LOAD_BYTES -> packetBytes(Access.READ);
            case BPF_XDP_STORE_BYTES -> packetBytes(Access.WRITE);
            default -> { }
        }
        afterCall(helper.result() != Result.SCALAR);
    }

    /** Bytes of the packet that a helper copies; none if they are not all there. */
    private void packetBytes(Access access) {
        long offset = registers[2] & 0xffff_ffffL;
        if (registers[4] >= 0 && offset + registers[4] <= context.lengthBytes()) {
            accesses.access(pc, access, context.packet() + offset, registers[4]);
        }
    }

    private void pass(Argument argument, Reg register, BpfMap map) {
        switch (argument) {
            case MAP, PER_THREAD_MAP, QUEUE_MAP, PROGRAM_ARRAY, RING_BUFFER, CONTEXT, RECORD, FORMAT ->
                hasAddress(register);
            case MAP_KEY -> readNumbers(register, map == null ? 0 : map.definition().lookupKeyBytes());
            case MAP_VALUE -> readNumbers(register, map == null ? 0 : map.definition().valueBytes());
            case MAP_VALUE_OUT -> {
                if (map != null && map.definition().type().isSketch()) {
                    readNumbers(register, map.definition().valueBytes());
                } else {
                    fill(register, map == null ? 0 : map.definition().valueBytes());
                }
            }
            case BYTES, BYTES_OR_NULL -> readNumbers(register, registers[register.number() + 1]);
            case BYTES_OUT -> fill(register, registers[register.number() + 1]);
            case SIZE, SIZE_OR_ZERO, SCALAR, CONSTANT -> number(register);
            case PRINTED -> {
                if ((written & bit(register)) != 0) {
                    number(register);
                }
            }
        }
    }

    private void readNumbers(Reg register, long bytes) {
        hasAddress(register);
        if (bytes > 0 && bytes <= Integer.MAX_VALUE && readsAddress(value(register), (int) bytes)) {
            throw new Violation(pc, "shows a helper an address, at " + register);
        }
    }

    private void fill(Reg register, long bytes) {
        hasAddress(register);
        if (bytes > 0 && bytes <= Integer.MAX_VALUE) {
            write(value(register), (int) bytes, false);
        }
    }

    private void afterCall(boolean givesAddress) {
        written &= ~ARGUMENTS;
        set(RESULT, givesAddress);
    }

    /** Whether there is an address in the bytes; those of the stack must have been written. */
    private boolean readsAddress(long address, int bytes) {
        accesses.access(pc, Access.READ, address, bytes);
        boolean isAddress = false;
        for (int i = 0; i < bytes && isInStack(address + i); i++) {
            byte shadow = stack[(int) (stackTop - 1 - address - i)];
            if ((shadow & WRITTEN) == 0) {
                throw new Violation(pc, "reads a stack byte that was not written: r10%+d".formatted(
                        address + i - registers[Reg.FRAME_POINTER.number()]));
            }
            isAddress |= (shadow & ADDRESS) != 0 && UnsafeApi.getByte(address + i) != 0;
        }
        return isAddress;
    }

    private void write(long address, int bytes, boolean isAddress) {
        accesses.access(pc, Access.WRITE, address, bytes);
        if (isAddress && !isInStack(address)) {
            throw new Violation(pc, "writes an address where others read it");
        }
        for (int i = 0; i < bytes && isInStack(address + i); i++) {
            stack[(int) (stackTop - 1 - address - i)] = (byte) (WRITTEN | (isAddress ? ADDRESS : 0));
        }
    }

    private boolean isInStack(long address) {
        long below = stackTop - 1 - address;
        return below >= 0 && below < (long) frames * BpfFunction.STACK_BYTES;
    }

    private static boolean isCode(long value) {
        return value >= Environment.CODE_HANDLE_BASE && value < Environment.CODE_HANDLE_BASE + Structure.MAX_SLOTS;
    }

    private long value(Reg register) {
        return registers[register.number()];
    }

    private void number(Operand operand) {
        if (hasAddress(operand)) {
            throw new Violation(pc, "shows an address, in " + operand);
        }
    }

    /** Whether an operand, which must have been written, holds an address. */
    private boolean hasAddress(Operand operand) {
        return switch (operand) {
            case Imm _ -> false;
            case Reg register -> {
                if ((written & bit(register)) == 0) {
                    throw new Violation(pc, "reads " + register + ", which was not written");
                }
                yield (addresses & bit(register)) != 0 && value(register) != 0;
            }
        };
    }

    private void set(Reg register, boolean isAddress) {
        written |= bit(register);
        addresses = isAddress ? addresses | bit(register) : addresses & ~bit(register);
    }

    private static int bit(Reg register) {
        return 1 << register.number();
    }
}
