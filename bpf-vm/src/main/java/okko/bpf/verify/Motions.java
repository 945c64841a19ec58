package okko.bpf.verify;

import java.util.HashMap;
import java.util.Map;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Load;
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
            return both == null ? Motion.none(-1, 0) : both;
        });
        byPlace.values().removeIf(motion -> motion.origin() < 0);
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
            byPlace.remove(Integer.numberOfTrailingZeros(rest));
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

    private Motion after(Alu alu, int pc, Ranges ranges) {
        int width = alu.width() == Width.W64 ? Motion.ALL_BITS : Motion.ALL_BITS / 2;
        if (alu.op() == AluOp.MOV) {
            return width == Motion.ALL_BITS && alu.src() instanceof Reg source
                    ? at(source.number())
                    : truncated(alu.src(), width);
        }
        Motion motion = at(alu.dst().number());
        if (alu.op() == AluOp.ADD && alu.src() instanceof Reg source
                && (motion == null || !isKnown(pc, source, ranges))) {
            Motion other = truncated(source, width);
            return other == null
                    ? null
                    : other.plus(ranges.least(pc, alu.dst()), ranges.greatest(pc, alu.dst()));
        }
        if (motion == null) {
            return null;
        }
        return switch (alu.op()) {
            case ADD, SUB -> added(alu, motion.truncated(width), pc, ranges);
            case AND -> alu.src() instanceof Imm(int mask) && mask > 0 && (mask & mask + 1) == 0
                    ? motion.truncated(Integer.bitCount(mask))
                    : null;
            case LSH -> alu.src() instanceof Imm(int by) && by > 0 ? motion.shiftedLeft(by, width) : null;
            case RSH, ARSH -> alu.src() instanceof Imm(int by) && by > 0 ? motion.shiftedRight(by, width) : null;
            case MUL, DIV, SDIV, MOD, SMOD, OR, XOR, MOV -> null;
        };
    }

    private static boolean isKnown(int pc, Reg register, Ranges ranges) {
        return ranges.least(pc, register) >= -Motion.FAR && ranges.greatest(pc, register) <= Motion.FAR;
    }

    private static Motion added(Alu alu, Motion motion, int pc, Ranges ranges) {
        if (motion == null) {
            return null;
        }
        long least;
        long greatest;
        switch (alu.src()) {
            case Imm(int value) -> {
                least = value;
                greatest = value;
            }
            case Reg register -> {
                least = ranges.least(pc, register);
                greatest = ranges.greatest(pc, register);
            }
        }
        boolean isNear = least >= -Motion.FAR && greatest <= Motion.FAR;
        return alu.op() == AluOp.ADD
                ? motion.plus(least, greatest)
                : isNear ? motion.plus(-greatest, -least) : null;
    }
}
