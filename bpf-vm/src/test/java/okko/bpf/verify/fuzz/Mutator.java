package okko.bpf.verify.fuzz;

import java.util.Random;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.AtomicOp;
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

/** Changes a program a little, as a careless programmer or a wrong compiler would. */
final class Mutator {

    private static final int[] STEPS = {1, -1, 2, -2, 4, -4, 8, -8, 16, -16};
    private static final int[] EDGES = {0, 1, -1, 255, 65535, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /** A program with one thing changed, which may be nothing that matters. */
    Code mutate(Code code) {
        int pc = random.nextInt(code.slots());
        while (code.at(pc) == null) {
            pc--;
        }
        Instruction[] bySlot = new Instruction[code.slots()];
        for (int i = 0; i < bySlot.length; i++) {
            bySlot[i] = code.at(i);
        }
        int next = pc + code.at(pc).slots();
        boolean isPlain = code.at(pc).slots() == 1 && next < bySlot.length && bySlot[next].slots() == 1;
        switch (random.nextInt(12)) {
            case 0 -> bySlot[pc] = without(bySlot[pc]);
            case 1 -> {
                if (isPlain) {
                    Instruction later = bySlot[pc];
                    bySlot[pc] = bySlot[next];
                    bySlot[next] = later;
                }
            }
            case 2 -> {
                if (isPlain) {
                    return withSecond(bySlot, pc, bySlot[random.nextBoolean() ? pc : next]);
                }
            }
            default -> bySlot[pc] = changed(bySlot[pc], bySlot.length);
        }
        return new Code(bySlot);
    }

    /** Inserts an instruction of one slot; jumps still lead to what they led to. */
    private static Code withSecond(Instruction[] bySlot, int at, Instruction second) {
        Instruction[] longer = new Instruction[bySlot.length + 1];
        for (int i = 0; i < longer.length; i++) {
            Instruction each = i < at ? bySlot[i] : i == at ? second : bySlot[i - 1];
            longer[i] = Targets.mapped(each, target -> target > at ? target + 1 : target);
        }
        return new Code(longer);
    }

    /** What does nothing, in as many slots. */
    private Instruction without(Instruction instruction) {
        return instruction.slots() == 2
                ? new LoadImmediate(register(), random.nextInt())
                : new Alu(AluOp.MOV, Width.W64, new Reg(9), new Reg(9));
    }

    private Instruction changed(Instruction instruction, int slots) {
        return switch (instruction) {
            case Alu(AluOp op, Width width, Reg dst, Operand src) -> switch (random.nextInt(4)) {
                case 0 -> new Alu(oneOf(AluOp.values()), width, dst, src);
                case 1 -> new Alu(op, other(width), dst, src);
                case 2 -> new Alu(op, width, register(), src);
                default -> new Alu(op, width, dst, changed(src));
            };
            case Negate(Width width, Reg dst) -> new Negate(other(width), random.nextBoolean() ? dst : register());
            case MoveSigned(Width _, Size from, Reg dst, Reg src) ->
                random.nextBoolean() ? new Alu(AluOp.MOV, Width.W64, dst, src)
                        : new MoveSigned(Width.W64, from == Size.W ? Size.B : Size.W, dst, src);
            case Swap swap -> new Swap(swap.order(), 16 << random.nextInt(3), swap.dst());
            case LoadImmediate(Reg dst, long value) -> new LoadImmediate(dst, value + step());
            case LoadMap(Reg dst, int map) -> new LoadMap(dst, Math.max(0, map + 1 - random.nextInt(3)));
            case LoadMapValue(Reg dst, int map, int offset) -> new LoadMapValue(dst, map, offset + step());
            case LoadVariable(Reg _, int variable) -> new LoadVariable(register(), variable);
            case LoadCode(Reg _, int target) -> new LoadCode(register(), target);
            case LoadPacket(Size size, int offset, Operand index) -> new LoadPacket(size, offset + step(), index);
            case Load(Size size, boolean signed, Reg dst, Reg base, short offset) -> switch (random.nextInt(4)) {
                case 0 -> new Load(oneOf(Size.values()), false, dst, base, offset);
                case 1 -> new Load(size, signed, dst, base, (short) (offset + step()));
                case 2 -> new Load(size, signed, dst, register(), offset);
                default -> new Load(size, !signed && size != Size.DW, dst, base, offset);
            };
            case Store(Size size, Reg base, short offset, Operand value) -> switch (random.nextInt(4)) {
                case 0 -> new Store(oneOf(Size.values()), base, offset, value);
                case 1 -> new Store(size, base, (short) (offset + step()), value);
                case 2 -> new Store(size, register(), offset, value);
                default -> new Store(size, base, offset, changed(value));
            };
            case Atomic(AtomicOp _, boolean fetch, Size size, Reg base, short offset, Reg src) -> random.nextBoolean()
                    ? new Atomic(AtomicOp.ADD, fetch, size, base, (short) (offset + step()), src)
                    : new Atomic(AtomicOp.XCHG, true, size, base, offset, register());
            case Jump(int target) -> new Jump(moved(target, slots));
            case Branch branch -> changed(branch, slots);
            case CallHelper(int number) -> new CallHelper(number + 1 - random.nextInt(3));
            case CallLocal _, CallRegister _, Exit _ -> new Alu(AluOp.MOV, Width.W64, new Reg(0), new Imm(0));
        };
    }

    private Branch changed(Branch branch, int slots) {
        Condition condition = branch.condition();
        Width width = branch.width();
        Operand right = branch.right();
        int target = branch.target();
        return switch (random.nextInt(6)) {
            case 0, 1 -> new Branch(oneOf(Condition.values()), width, branch.left(), right, target);
            case 2 -> new Branch(condition, other(width), branch.left(), right, target);
            case 3 -> new Branch(condition, width, branch.left(), changed(right), target);
            case 4 -> new Branch(condition, width, register(), right, target);
            default -> new Branch(condition, width, branch.left(), right, moved(target, slots));
        };
    }

    private Operand changed(Operand operand) {
        return switch (operand) {
            case Reg _ -> register();
            case Imm(int value) ->
                new Imm(random.nextInt(3) == 0 ? EDGES[random.nextInt(EDGES.length)] : value + step());
        };
    }

    private int moved(int target, int slots) {
        return Math.clamp(target + (long) random.nextInt(7) - 3, 0, slots - 1);
    }

    private static Width other(Width width) {
        return width == Width.W64 ? Width.W32 : Width.W64;
    }

    private int step() {
        return STEPS[random.nextInt(STEPS.length)];
    }

    private Reg register() {
        return new Reg(random.nextInt(Reg.FRAME_POINTER.number()));
    }

    private <T> T oneOf(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
