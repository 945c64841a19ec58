package okko.bpf.verify;

import okko.bpf.isa.AluOp;
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
import okko.bpf.isa.Width;

/**
 * Which registers, and which slots of its own stack, a function may read from a pc on before it overwrites them. What
 * the others hold does not matter any more, so states that differ only there are alike.
 *
 * <p>Of the slots those count that are read through r10, or through copies of it which are made from that pc on; a copy
 * that a state holds already is for the state to know. Too few of them could not let a bad program pass: a slot of
 * which nothing is known may not be read.
 */
final class Liveness {

    /** All slots of a frame, a bit each. */
    private static final long WHOLE_FRAME = -1;

    private final FlowGraph graph;
    private final short[] registers;
    private final long[] slots;

    private Liveness(FlowGraph graph) {
        this.graph = graph;
        this.registers = new short[graph.order().length];
        this.slots = new long[graph.order().length];
    }

    /** Goes backwards until nothing changes: once without loops, and once more per loop inside a loop. */
    static Liveness of(FlowGraph graph) {
        Liveness liveness = new Liveness(graph);
        boolean isChanged = true;
        while (isChanged) {
            isChanged = false;
            for (int i = graph.order().length - 1; i >= 0; i--) {
                isChanged |= liveness.update(i, graph.order()[i]);
            }
        }
        return liveness;
    }

    /** Registers that are live before the instruction at a place in the function's order, a bit each. */
    int registers(int position) {
        return registers[position];
    }

    /** Slots, a bit each, the one at the frame's lowest address first. */
    long slots(int position) {
        return slots[position];
    }

    private boolean update(int position, int pc) {
        int registersAfter = 0;
        long slotsAfter = 0;
        for (int next : graph.successors(pc)) {
            registersAfter |= registers[graph.position(next)];
            slotsAfter |= slots[graph.position(next)];
        }
        Instruction instruction = graph.instruction(pc);
        short live = (short) (registersAfter & ~RegisterUse.written(instruction) | RegisterUse.read(instruction));
        long liveSlots = before(instruction, pc, slotsAfter);
        boolean isChanged = live != registers[position] || liveSlots != slots[position];
        registers[position] = live;
        slots[position] = liveSlots;
        return isChanged;
    }

    private long before(Instruction instruction, int pc, long after) {
        return switch (instruction) {
            case Load load when isFrame(load.base()) -> after | slotsAt(load.offsetBytes(), load.size().bytes());
            case Atomic atomic when isFrame(atomic.base()) ->
                after | slotsAt(atomic.offsetBytes(), atomic.size().bytes());
            case Store store when isFrame(store.value()) -> WHOLE_FRAME;
            case Store store when isFrame(store.base()) -> after & ~overwritten(store);
            case Alu(AluOp op, Width width, Reg dst, Reg src) when isFrame(src) ->
                op == AluOp.MOV && width == Width.W64 ? after | readThrough(dst, pc + 1) : WHOLE_FRAME;
            case Alu _, Negate _, MoveSigned _, Swap _, LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _,
                    LoadCode _, Load _, LoadPacket _, Store _, Atomic _, Jump _, Branch _, CallHelper _, CallLocal _,
                    CallRegister _, Exit _ -> after;
        };
    }

    private static long overwritten(Store store) {
        boolean isWhole = store.size().bytes() == Stack.Slot.BYTES && store.offsetBytes() % Stack.Slot.BYTES == 0;
        return isWhole ? slotsAt(store.offsetBytes(), Stack.Slot.BYTES) : 0;
    }

    /**
     * What may be read through a new copy of r10, if that is moved by constants and then handed to a helper or used for
     * accesses, all in straight code: from its lowest address on. If it may go elsewhere, the whole frame.
     */
    private long readThrough(Reg copy, int from) {
        long offset = 0;
        long lowest = 0;
        int bit = 1 << copy.number();
        int pc = from;
        while (true) {
            Instruction instruction = graph.instruction(pc);
            boolean isRead = (RegisterUse.read(instruction) & bit) != 0;
            switch (instruction) {
                case Alu(AluOp op, Width width, Reg dst, Imm(int moved))
                        when op == AluOp.ADD && width == Width.W64 && dst.equals(copy) -> offset += moved;
                case Load load when load.base().equals(copy) -> lowest = Math.min(lowest, offset + load.offsetBytes());
                case Store store when store.base().equals(copy) && !copy.equals(store.value()) ->
                    lowest = Math.min(lowest, offset + store.offsetBytes());
                case CallHelper _ when isRead -> lowest = Math.min(lowest, offset);
                case Jump _, Branch _, Exit _, CallLocal _, CallRegister _ -> {
                    return WHOLE_FRAME;
                }
                case Alu _, Negate _, MoveSigned _, Swap _, LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _,
                        LoadCode _, Load _, LoadPacket _, Store _, Atomic _, CallHelper _ -> {
                    if (isRead) {
                        return WHOLE_FRAME;
                    }
                }
            }
            if ((RegisterUse.written(instruction) & bit) != 0 && !isMove(instruction, copy)) {
                return lowest == 0 ? 0 : slotsAt(lowest, -lowest);
            }
            pc += instruction.slots();
        }
    }

    private static boolean isMove(Instruction instruction, Reg copy) {
        return instruction instanceof Alu(AluOp op, var _, Reg dst, Imm _) && op == AluOp.ADD && dst.equals(copy);
    }

    private static boolean isFrame(Operand operand) {
        return Reg.FRAME_POINTER.equals(operand);
    }

    /** Slots that hold any of these bytes and lie in the frame. */
    private static long slotsAt(long offset, long bytes) {
        long first = Math.clamp(offset, -Stack.BYTES, 0);
        long last = Math.clamp(offset + bytes - 1, -Stack.BYTES - 1, -1);
        return first > last ? 0 : -1L >>> Stack.SLOTS - 1 - Stack.slotOf((int) last) & -1L << Stack.slotOf((int) first);
    }
}
