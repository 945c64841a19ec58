package okko.bpf.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;

/**
 * How registers and numbers on the stack have moved since the head of a loop, on one way from there. Mutable.
 *
 * <p>A <em>place</em> is a register's number, or {@code Reg.COUNT} and the number of a byte of the stack frame, counted
 * from its low end, where a number begins.
 */
final class Motions {

    private static final Motion NOTHING = Motion.none(Motion.CONSTANT, 0);

    private final Places places;
    private final Map<Integer, Motion> byPlace;

    private Motions(Places places, Map<Integer, Motion> byPlace) {
        this.places = places;
        this.byPlace = byPlace;
    }

    /** At the head: nothing has moved. */
    static Motions atHead(Places places) {
        Map<Integer, Motion> motions = new HashMap<>();
        places.forEach((place, bytes) -> motions.put(place, Motion.none(place, Byte.SIZE * bytes)));
        return new Motions(places, motions);
    }

    Motions copy() {
        return new Motions(places, new HashMap<>(byPlace));
    }

    /** {@code null} if it is not known. */
    Motion at(int place) {
        return byPlace.get(place);
    }

    void put(int place, Motion motion) {
        byPlace.replaceAll((_, each) -> each.last() != null && each.last().register() == place
                ? each.adding(null)
                : each);
        if (motion == null || place >= Reg.COUNT && !places.contains(place)) {
            byPlace.remove(place);
        } else {
            byPlace.put(place, motion);
        }
    }

    /** Keeps what is also so in the other, made wide enough for both. */
    void join(Motions other) {
        byPlace.replaceAll((place, motion) -> {
            Motion both = motion.hull(other.at(place));
            return both == null ? NOTHING : both;
        });
        byPlace.values().removeIf(motion -> motion == NOTHING);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Motions motions && byPlace.equals(motions.byPlace);
    }

    @Override
    public int hashCode() {
        return byPlace.hashCode();
    }

    /** Goes past an instruction that reads numbers of the ranges known. */
    void pass(int pc, Instruction instruction, Ranges ranges) {
        switch (instruction) {
            case Alu alu -> put(alu.dst().number(), after(alu, pc, ranges));
            case LoadImmediate(Reg dst, long value) -> put(dst.number(), Motion.constant(value));
            case MoveSigned move -> put(move.dst().number(), truncated(move.src(), Byte.SIZE * move.from().bytes()));
            case Load load when load.base().equals(Reg.FRAME_POINTER) -> {
                Motion stored = at(Places.ofStack(load.offsetBytes()));
                put(load.dst().number(), stored == null ? null : stored.truncated(Byte.SIZE * load.size().bytes()));
            }
            case Store store when store.base().equals(Reg.FRAME_POINTER) -> {
                int bytes = store.size().bytes();
                overwrite(Places.ofStack(store.offsetBytes()), bytes);
                put(Places.ofStack(store.offsetBytes()), truncated(store.value(), Byte.SIZE * bytes));
            }
            case Atomic atomic -> {
                if (atomic.base().equals(Reg.FRAME_POINTER)) {
                    overwrite(Places.ofStack(atomic.offsetBytes()), atomic.size().bytes());
                }
                forgetWritten(instruction);
            }
            default -> forgetWritten(instruction);
        }
    }

    private void forgetWritten(Instruction instruction) {
        for (int rest = RegisterUse.written(instruction); rest != 0; rest &= rest - 1) {
            put(Integer.numberOfTrailingZeros(rest), null);
        }
    }

    /** Numbers on the stack of which some byte is written are no longer known. */
    void overwrite(int first, int bytes) {
        byPlace.entrySet().removeIf(entry -> {
            int place = entry.getKey();
            int size = (entry.getValue().bits() + Byte.SIZE - 1) / Byte.SIZE;
            return place >= Reg.COUNT && first >= Reg.COUNT && place < first + bytes && place + size > first;
        });
    }

    private Motion truncated(Operand operand, int bits) {
        Motion motion = operand instanceof Reg register ? at(register.number()) : null;
        return motion == null ? null : motion.truncated(bits);
    }

    /** What it is on one way of a branch that reads numbers of the ranges known; {@code null} if no run goes there. */
    Motions taking(Branch branch, int pc, boolean isTaken, Ranges ranges) {
        Scalar left = number(branch.left(), pc, branch.width(), ranges);
        Scalar right = number(branch.right(), pc, branch.width(), ranges);
        if (branch.target() == pc + 1) {
            return this;
        }
        Refinement refinement = isTaken
                ? Refinement.where(branch.condition(), branch.width(), left, right)
                : Refinement.whereNot(branch.condition(), branch.width(), left, right);
        if (refinement == null) {
            return null;
        }
        Motions result = copy();
        result.learn(branch.left(), refinement.left());
        if (branch.right() instanceof Reg other) {
            result.learn(other, refinement.right());
        }
        result.byPlace.replaceAll((_, motion) ->
                motion.last() == null ? motion
                : branch.left().number() == motion.last().register() ? refined(motion, refinement.left())
                : branch.right() instanceof Reg(int number) && number == motion.last().register()
                        ? refined(motion, refinement.right())
                        : motion);
        return result;
    }

    /** What a test shows to be one number is that number on this way. */
    private void learn(Reg register, Scalar number) {
        if (number.isConstant() && at(register.number()) == null) {
            byPlace.put(register.number(), Motion.constant(number.smin()));
        }
    }

    private static Motion refined(Motion motion, Scalar addend) {
        return motion.refined(addend.smin(), addend.smax());
    }

    /** What a branch compares: a constant of this way, or any number of the range that was seen. */
    private Scalar number(Operand operand, int pc, Width width, Ranges ranges) {
        return switch (operand) {
            case Imm(int value) -> Scalar.constant(value);
            case Reg register -> {
                Motion motion = at(register.number());
                int bits = width == Width.W64 ? Motion.ALL_BITS : Motion.ALL_BITS / 2;
                yield motion != null && motion.isConstant() && motion.shift() == 0 && motion.bits() >= bits
                        ? Scalar.betweenSigned(motion.min(), motion.max())
                        : Scalar.betweenSigned(ranges.least(pc, register), ranges.greatest(pc, register));
            }
        };
    }

    private Motion after(Alu alu, int pc, Ranges ranges) {
        int width = alu.width() == Width.W64 ? Motion.ALL_BITS : Motion.ALL_BITS / 2;
        return switch (alu.src()) {
            case Imm(int value) -> withImmediate(alu, value, width);
            case Reg source -> switch (alu.op()) {
                case MOV -> width == Motion.ALL_BITS ? at(source.number()) : truncated(source, width);
                case ADD -> sum(alu.dst(), source, width, register -> number(register, pc, alu.width(), ranges));
                case SUB -> {
                    Motion motion = truncated(alu.dst(), width);
                    Scalar number = number(source, pc, alu.width(), ranges);
                    boolean isNear = number.smin() >= -Motion.FAR && number.smax() <= Motion.FAR;
                    yield motion == null || !isNear ? null : motion.plus(-number.smax(), -number.smin());
                }
                case MUL, DIV, SDIV, OR, AND, LSH, RSH, MOD, SMOD, XOR, ARSH -> null;
            };
        };
    }

    private Motion withImmediate(Alu alu, int value, int width) {
        if (alu.op() == AluOp.MOV) {
            return Motion.constant(alu.width() == Width.W64 ? value : Integer.toUnsignedLong(value));
        }
        Motion motion = at(alu.dst().number());
        if (motion == null) {
            return null;
        }
        Motion unshifted = motion.truncated(width);
        boolean isOne = motion.isConstant() && motion.shift() == 0 && motion.min() == motion.max() && motion.min() >= 0;
        return switch (alu.op()) {
            case ADD -> unshifted == null ? null : unshifted.plus(value, value);
            case SUB -> unshifted == null ? null : unshifted.plus(-(long) value, -(long) value);
            case AND -> value > 0 && (value & value + 1) == 0 ? motion.truncated(Integer.bitCount(value)) : null;
            case OR -> isOne && value >= 0 && motion.bits() >= width
                    ? Motion.constant(low(motion.min(), width) | value)
                    : null;
            case LSH -> value > 0 ? motion.shiftedLeft(value, width) : null;
            case RSH, ARSH -> value > 0 ? motion.shiftedRight(value, width) : null;
            case MUL, DIV, SDIV, MOD, SMOD, XOR, MOV -> null;
        };
    }

    private static long low(long value, int width) {
        return width == Motion.ALL_BITS ? value : value & Scalar.MAX_U32;
    }

    /** Of two numbers that are added, the one that has moved counts, and if both have, the first. */
    private Motion sum(Reg dst, Reg source, int width, Function<Reg, Scalar> numbers) {
        Motion motion = truncated(dst, width);
        Motion other = truncated(source, width);
        Scalar addend = numbers.apply(source);
        Motion sum = motion == null || motion.isConstant() && other != null && !other.isConstant()
                ? null
                : motion.plus(addend.smin(), addend.smax());
        if (sum != null) {
            return dst.equals(source) ? sum
                    : sum.adding(new Motion.Addend(source.number(), addend.smin(), addend.smax()));
        }
        return other == null ? null : other.plus(numbers.apply(dst).smin(), numbers.apply(dst).smax());
    }
}
