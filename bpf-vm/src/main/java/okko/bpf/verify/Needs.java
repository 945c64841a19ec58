package okko.bpf.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okko.bpf.helper.Argument;
import okko.bpf.helper.Helper;
import okko.bpf.image.Abi;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.AtomicOp;
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
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.verify.Need.Access;
import okko.bpf.verify.VerifyOptions.Alignment;

/** The first question: what does an instruction need? */
final class Needs {

    private static final Reg RESULT = new Reg(0);

    private Needs() {}

    /**
     * Lists the needs of an instruction, the most basic first.
     *
     * @param instruction to look at
     * @param depth       of calls: only the program's own result must be a number
     * @param abi         that numbers the helpers
     * @param alignment   that accesses are held to
     */
    static List<Need> of(Instruction instruction, int depth, Abi abi, Alignment alignment) {
        List<Need> needs = of(instruction, depth, abi);
        Need further = switch (alignment) {
            case ANY -> null;
            case STRICT -> ofAlignment(instruction, abi);
        };
        return further == null ? needs : Stream.concat(needs.stream(), Stream.of(further)).toList();
    }

    /** Atomic operations are aligned in any case, and helpers do with any address. */
    private static Need ofAlignment(Instruction instruction, Abi abi) {
        return switch (instruction) {
            case Load load -> new Need.Aligned(load.base(), load.offsetBytes(), load.size().bytes());
            case Store store -> new Need.Aligned(store.base(), store.offsetBytes(), store.size().bytes());
            case CallHelper(int number) when Helper.byNumber(abi, number) == Helper.BPF_XDP_ADJUST_HEAD ->
                new Need.MultipleOf(new Reg(2), Integer.BYTES);
            case Alu _, Negate _, MoveSigned _, Swap _, LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _,
                    LoadCode _, LoadPacket _, Atomic _, Jump _, Branch _, CallHelper _, CallLocal _, CallRegister _,
                    Exit _ -> null;
        };
    }

    private static List<Need> of(Instruction instruction, int depth, Abi abi) {
        return switch (instruction) {
            case Alu alu -> ofArithmetic(alu);
            case Negate negate -> List.of(new Need.Number(negate.dst()));
            case MoveSigned move -> List.of(new Need.Number(move.src()));
            case Swap swap -> List.of(new Need.Number(swap.dst()));
            case LoadImmediate _, LoadCode _, Jump _, CallLocal _, CallRegister _ -> List.of();
            case LoadMap load -> List.of(new Need.DefinedMap(load.map()));
            case LoadMapValue(Reg _, int map, int offset) ->
                List.of(new Need.DefinedMap(map), new Need.DirectValue(map, offset));
            case LoadVariable load -> List.of(new Need.Variable(load.variable()));
            case LoadPacket load -> switch (load.index()) {
                case Imm _ -> List.of(new Need.NothingReserved());
                case Reg index -> List.of(new Need.Number(index), new Need.NothingReserved());
            };
            case Load load -> ofLoad(load);
            case Store store -> ofStore(store);
            case Atomic atomic -> ofAtomic(atomic);
            case Branch(var condition, var width, Reg left, Reg right, int _) -> List.of(
                    new Need.Initialised(left),
                    new Need.Initialised(right),
                    new Need.Comparable(condition, width, left, right));
            case Branch(var condition, var width, Reg left, Imm right, int _) -> List.of(
                    new Need.Initialised(left), new Need.Comparable(condition, width, left, right));
            case CallHelper(int id) -> ofCall(abi, id);
            case Exit _ -> depth == 0 ? List.of(new Need.Number(RESULT), new Need.NothingReserved()) : List.of();
        };
    }

    private static List<Need> ofArithmetic(Alu alu) {
        if (alu.op() == AluOp.MOV) {
            return switch (alu.src()) {
                case Imm _ -> List.of();
                case Reg src ->
                    List.of(alu.width() == Width.W64 ? new Need.Initialised(src) : new Need.Halvable(src));
            };
        }
        List<Need> needs = new ArrayList<>();
        needs.add(new Need.Initialised(alu.dst()));
        switch (alu.src()) {
            case Reg src -> needs.add(new Need.Initialised(src));
            case Imm(int value) -> {
                if (alu.op().divides()) {
                    needs.add(new Need.NonZeroDivisor(value));
                } else if (alu.op() == AluOp.LSH || alu.op() == AluOp.RSH || alu.op() == AluOp.ARSH) {
                    needs.add(new Need.ShiftBelowWidth(alu.width(), value));
                }
            }
        }
        needs.add(new Need.Arithmetic(alu.op(), alu.width(), alu.dst(), alu.src()));
        return needs;
    }

    private static List<Need> ofLoad(Load load) {
        Need readable = new Need.Memory(Access.READ, load.base(), load.offsetBytes(), load.size().bytes());
        return load.signed() ? List.of(new Need.NoContext(load.base()), readable) : List.of(readable);
    }

    private static List<Need> ofStore(Store store) {
        int bytes = store.size().bytes();
        Need writable = new Need.Memory(Access.WRITE, store.base(), store.offsetBytes(), bytes);
        return switch (store.value()) {
            case Imm _ -> List.of(writable);
            case Reg value -> List.of(
                    new Need.Initialised(value),
                    writable,
                    new Need.Storable(store.base(), store.offsetBytes(), bytes, value));
        };
    }

    private static List<Need> ofAtomic(Atomic atomic) {
        List<Need> needs = new ArrayList<>();
        needs.add(new Need.Number(atomic.src()));
        if (atomic.op() == AtomicOp.CMPXCHG) {
            needs.add(new Need.Number(RESULT));
        }
        needs.add(new Need.Memory(Access.ATOMIC, atomic.base(), atomic.offsetBytes(), atomic.size().bytes()));
        return needs;
    }

    private static List<Need> ofCall(Abi abi, int number) {
        Helper helper = Helper.byNumber(abi, number);
        if (helper == null) {
            return List.of(new Need.KnownHelper(abi, number));
        }
        List<Need> needs = new ArrayList<>();
        List<Argument> arguments = helper.arguments();
        Reg map = new Reg(Math.max(1, helper.mapArgument()));
        for (int i = 0; i < arguments.size(); i++) {
            needs.add(new Need.Passed(arguments.get(i), new Reg(1 + i), map));
        }
        if (helper.isForActions()) {
            needs.add(new Need.WritablePacket(helper));
        }
        if (helper.mayEndRun()) {
            needs.add(new Need.NothingReserved());
        }
        return needs;
    }
}
