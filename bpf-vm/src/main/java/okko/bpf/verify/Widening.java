package okko.bpf.verify;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import okko.bpf.isa.Condition;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.verify.Loops.Region;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.PacketPointer;
import okko.bpf.verify.Value.RingRecord;
import okko.bpf.verify.Value.StackPointer;
import okko.bpf.verify.Value.VariablePointer;

/**
 * Makes what grows from round to round of a loop grow in few and large steps, so that the rounds come to an end.
 *
 * <p>A bound that gives way moves to the next threshold. An end that is tested by {@code ==} or {@code !=}, as
 * compilers like to, is a threshold itself: no such test would stop a bound that has jumped over it. Other ends need
 * none, since the round after the last brings the bounds back to them.
 */
final class Widening {

    /** Ends of packets and of integers; a sum of two such bounds still stays below the next one. */
    private static final long[] COMMON = {
        -1L << 31, -1L << 16, -Stack.BYTES, -1, 0, PacketFacts.MAX_LENGTH_BYTES, 1L << 17,
        PacketPointer.MAX_DISTANCE_BYTES,
        1L << 24, 1L << 30, Integer.MAX_VALUE, Scalar.MAX_U32
    };

    private final long[] thresholds;

    /** How far a bound jumps that gives way. */
    enum Jump {
        TO_THRESHOLD,
        TO_THE_END
    }

    private Widening(long[] thresholds) {
        this.thresholds = thresholds;
    }

    /** For a loop that is entered in some states. */
    static Widening of(FlowGraph graph, Region loop, List<State> entering) {
        TreeSet<Long> thresholds = new TreeSet<>();
        for (long common : COMMON) {
            thresholds.add(common);
        }
        for (int pc : loop.order()) {
            if (graph.instruction(pc) instanceof Branch branch && decides(graph, loop, pc)) {
                boolean exact = branch.condition() == Condition.EQ || branch.condition() == Condition.NE;
                for (Operand operand : List.of(branch.left(), branch.right())) {
                    if (exact && operand instanceof Imm(int value)) {
                        addAround(value, thresholds);
                        addAround(branch.width() == Width.W64 ? value : value & Scalar.MAX_U32, thresholds);
                    } else if (operand instanceof Reg register) {
                        entering.forEach(state -> addBounds(state.value(register), thresholds));
                    }
                }
            }
        }
        return new Widening(thresholds.stream().mapToLong(Long::longValue).toArray());
    }

    private static boolean decides(FlowGraph graph, Region loop, int pc) {
        return Arrays.stream(graph.successors(pc))
                .anyMatch(next -> next == loop.head() || !graph.loops().contains(loop, next));
    }

    private static void addBounds(Value value, TreeSet<Long> thresholds) {
        if (value instanceof Scalar number) {
            addAround(number.smin(), thresholds);
            addAround(number.smax(), thresholds);
        }
    }

    /** A counter stops at the value or just before it, whichever way it goes. */
    private static void addAround(long value, TreeSet<Long> thresholds) {
        if (value > Long.MIN_VALUE && value < Long.MAX_VALUE) {
            thresholds.addAll(List.of(value - 1, value, value + 1));
        }
    }

    /**
     * What takes the place of a state at the head of a loop.
     *
     * @param before the state there so far
     * @param joined that and what came round the loop
     */
    State widened(State before, State joined, Jump jump) {
        Coverage names = Coverage.naming(joined, before);
        PacketFacts lasting = joined.facts().filter(fact -> {
            Sum beyond = names.beyond(fact.terms());
            return beyond != null && !before.facts().notNegative(beyond.plus(-fact.bytes() - 1));
        });
        Orders told = lasting.orders().filter(order -> {
            Sum read = names.read(order);
            return read != null && before.facts().orders().holds(read);
        });
        return pairwise(before, joined.with(lasting.with(told)), (was, is) -> widened(was, is, jump));
    }

    /** A state with each value replaced by what an operation makes of it and of the other state's value there. */
    static State pairwise(State other, State state, BinaryOperator<Value> operation) {
        State result = state;
        for (int i = 0; i < Reg.COUNT; i++) {
            Reg register = new Reg(i);
            result = result.with(register, operation.apply(other.value(register), state.value(register)));
        }
        for (int i = 0; i < state.frames().size(); i++) {
            Frame there = other.frames().get(i);
            Frame frame = state.frames().get(i);
            if (!frame.equals(there)) {
                result = result.withFrame(i, pairwise(there, frame, operation));
            }
        }
        return result;
    }

    private static Frame pairwise(Frame other, Frame frame, BinaryOperator<Value> operation) {
        Value[] saved = new Value[frame.saved().size()];
        Arrays.setAll(saved, i -> operation.apply(other.saved().get(i), frame.saved().get(i)));
        Stack stack = frame.stack();
        for (int i = 0; i < Stack.SLOTS; i++) {
            if (stack.slot(i) instanceof Stack.Slot.Spilled(Value value)
                    && other.stack().slot(i) instanceof Stack.Slot.Spilled(Value otherValue)) {
                Value after = operation.apply(otherValue, value);
                stack = after == value ? stack : stack.with(i, new Stack.Slot.Spilled(after));
            } else if (stack.slot(i) instanceof Stack.Slot.Bytes bytes
                    && other.stack().slot(i) instanceof Stack.Slot.Bytes otherBytes) {
                Scalar low = half(otherBytes.low(), bytes.low(), operation);
                Scalar high = half(otherBytes.high(), bytes.high(), operation);
                stack = low == bytes.low() && high == bytes.high()
                        ? stack
                        : stack.with(i, new Stack.Slot.Bytes(bytes.written(), bytes.zero(), low, high));
            }
        }
        return new Frame(stack, List.of(saved));
    }

    private static Scalar half(Scalar other, Scalar half, BinaryOperator<Value> operation) {
        return other == null || half == null ? half : (Scalar) operation.apply(other, half);
    }

    private Value widened(Value before, Value joined, Jump jump) {
        if (before.equals(joined)) {
            return joined;
        }
        if (before instanceof Scalar a && joined instanceof Scalar b) {
            Scalar wide = widened(a, b, jump);
            return jump == Jump.TO_THE_END ? wide.with(null) : wide;
        }
        if (before instanceof PacketPointer a && joined instanceof PacketPointer b) {
            return new PacketPointer(
                    b.sum(), least(a.min(), b.min(), jump), most(a.max(), b.max(), jump), b.residue());
        }
        if (before instanceof StackPointer a && joined instanceof StackPointer b) {
            return new StackPointer(
                    b.frame(), least(a.min(), b.min(), jump), most(a.max(), b.max(), jump), b.residue());
        }
        if (before instanceof VariablePointer a && joined instanceof VariablePointer b) {
            return new VariablePointer(
                    b.variable(), least(a.min(), b.min(), jump), most(a.max(), b.max(), jump), b.residue());
        }
        if (before instanceof MapValue a && joined instanceof MapValue b) {
            return new MapValue(b.map(), least(a.min(), b.min(), jump), most(a.max(), b.max(), jump), b.residue(),
                    b.nullness(), b.origin());
        }
        if (before instanceof RingRecord a && joined instanceof RingRecord b) {
            return new RingRecord(b.map(), b.sizeBytes(), least(a.min(), b.min(), jump), most(a.max(), b.max(), jump),
                    b.residue(), b.nullness(), b.origin());
        }
        return joined;
    }

    /** Each bound that has given way is moved on; the bits that are still known at the low end stay known. */
    Scalar widened(Scalar before, Scalar joined, Jump jump) {
        if (before.includesNumbers(joined)) {
            return joined;
        }
        long low = jump == Jump.TO_THE_END ? 0 : joined.bits().knownLow();
        KnownBits bits = joined.bits().equals(before.bits())
                ? joined.bits()
                : new KnownBits(joined.bits().value() & low, ~low);
        Bounds half = joined.low() == null ? null : widened(before.lowHalf(), joined.low(), Bounds.ANY_INTEGER, jump);
        Scalar wide = Scalar.of(widened(before.bounds(), joined.bounds(), Bounds.ANY, jump), bits, half);
        return wide == null ? joined : wide.with(joined.relation()).aligned().hull(joined);
    }

    /** Each end that has given way at the next threshold, read as unsigned or signed as the end is. */
    private Bounds widened(Bounds before, Bounds joined, Bounds any, Jump jump) {
        long umin = joined.umin() == before.umin() ? joined.umin()
                : joined.umin() < 0 ? 0 : Math.max(0, below(joined.umin(), jump));
        long umax = joined.umax() == before.umax() ? joined.umax()
                : joined.umax() < 0 ? -1 : above(joined.umax(), jump);
        return Bounds.of(
                umin,
                umax > any.smax() || umax == Long.MAX_VALUE ? -1 : umax,
                joined.smin() == before.smin() ? joined.smin() : Math.max(any.smin(), below(joined.smin(), jump)),
                joined.smax() == before.smax() ? joined.smax() : Math.min(any.smax(), above(joined.smax(), jump)));
    }

    /** A pointer's least offset; no pointer gets further from its memory than its kind allows. */
    private long least(long before, long joined, Jump jump) {
        return before == joined ? joined : Math.max(below(joined, jump), -PacketPointer.MAX_DISTANCE_BYTES);
    }

    private long most(long before, long joined, Jump jump) {
        return before == joined ? joined : Math.min(above(joined, jump), PacketPointer.MAX_DISTANCE_BYTES);
    }

    private long below(long bound, Jump jump) {
        long least = Long.MIN_VALUE;
        for (int i = 0; i < thresholds.length && thresholds[i] <= bound && jump == Jump.TO_THRESHOLD; i++) {
            least = thresholds[i];
        }
        return least;
    }

    private long above(long bound, Jump jump) {
        long most = Long.MAX_VALUE;
        for (int i = thresholds.length - 1; i >= 0 && thresholds[i] >= bound && jump == Jump.TO_THRESHOLD; i--) {
            most = thresholds[i];
        }
        return most;
    }
}
