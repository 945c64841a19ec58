package okko.bpf.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.Nullness;
import okko.bpf.verify.Value.PacketPointer;
import okko.bpf.verify.Value.RingRecord;
import okko.bpf.verify.Value.StackPointer;
import okko.bpf.verify.Value.VariablePointer;

/**
 * Keeps the states that meet at one instruction few: drops a state that another one covers, and joins states when they
 * become too many. This makes the cost of a program linear in its length rather than in its paths.
 */
final class Merge {

    private Merge() {}

    /** Which states are kept apart as long as they are not too many. */
    enum Apart {
        /** All that hold other kinds of values: quick, and enough for most programs. */
        OF_OTHER_KINDS,
        /** All that know something else: what one path has learnt stays with what it has done. */
        ALL
    }

    /**
     * Adds a state to those that are waiting.
     *
     * @param waiting what is there, changed in place
     * @param state   the new one
     * @param apart   which of them to keep apart
     * @param bound   how many there may be, at least 1
     * @param site    of the instruction, for the names of what differs
     */
    static void add(List<State> waiting, State state, Apart apart, int bound, Site site) {
        State added = NamesInUse.withoutLonelyNames(state, -1);
        for (int i = 0; i < waiting.size(); i++) {
            if (includes(waiting.get(i), added)) {
                waiting.set(i, ordered(waiting.get(i), added));
                return;
            }
        }
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (includes(added, waiting.get(i))) {
                added = ordered(added, waiting.remove(i));
            }
        }
        int partner = partner(waiting, added, apart, bound);
        if (partner < 0) {
            waiting.add(added);
            return;
        }
        State joined = join(waiting.remove(partner), added, site, new CommonNames(CommonNames.Differences.NAMED));
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (includes(joined, waiting.get(i))) {
                joined = ordered(joined, waiting.remove(i));
            }
        }
        waiting.add(joined);
    }

    /** Position of the state to join a new one with; -1 if it is to be kept apart. */
    private static int partner(List<State> waiting, State added, Apart apart, int bound) {
        for (int i = 0; apart == Apart.OF_OTHER_KINDS && i < waiting.size(); i++) {
            if (Kinds.areSame(waiting.get(i), added)) {
                return i;
            }
        }
        return waiting.size() < bound ? -1 : mostAlike(waiting, added);
    }

    /** A state that includes another one, with only such orders as hold there too. */
    private static State ordered(State wide, State narrow) {
        PacketFacts facts = wide.facts();
        return wide.with(facts.with(facts.orders().filter(order -> Proof.notNegative(order, narrow))));
    }

    /** Whether one state includes another, orders apart: they are too many to keep states apart for. */
    private static boolean includes(State wide, State narrow) {
        if (wide == narrow) {
            return true;
        }
        for (int i = 0; i < Reg.COUNT; i++) {
            if (!includes(wide.registers()[i], narrow.registers()[i])) {
                return false;
            }
        }
        if (!wide.facts().includes(narrow.facts()) || !wide.references().equals(narrow.references())) {
            return false;
        }
        for (int i = 0; i < wide.frames().size(); i++) {
            if (!includes(wide.frames().get(i), narrow.frames().get(i))) {
                return false;
            }
        }
        return true;
    }

    static State join(State left, State right, Site site, CommonNames names) {
        Value[] registers = new Value[Reg.COUNT];
        for (int i = 0; i < Reg.COUNT; i++) {
            registers[i] = join(left.registers()[i], right.registers()[i], site.ofRegister(i), names);
        }
        List<Frame> frames = new ArrayList<>();
        for (int frame = 0; frame < left.frames().size(); frame++) {
            frames.add(join(left.frames().get(frame), right.frames().get(frame), new FrameSite(site, frame), names));
        }
        return new State(registers, frames, names.join(left, right),
                left.references().join(right.references()), left.trail());
    }

    private static boolean includes(Frame wide, Frame narrow) {
        if (wide == narrow) {
            return true;
        }
        for (int i = 0; i < wide.saved().size(); i++) {
            if (!includes(wide.saved().get(i), narrow.saved().get(i))) {
                return false;
            }
        }
        if (wide.stack() == narrow.stack()) {
            return true;
        }
        for (long rest = wide.stack().used(); rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            if (!includes(wide.stack().slot(i), narrow.stack().slot(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean includes(Stack.Slot wide, Stack.Slot narrow) {
        if (wide == narrow || wide == null) {
            return true;
        }
        return switch (wide) {
            case Stack.Slot.Spilled(Value value) ->
                narrow instanceof Stack.Slot.Spilled(Value other) && includes(value, other);
            case Stack.Slot.Bytes(int written, int zero, Scalar low, Scalar high) -> switch (narrow) {
                case null -> written == 0;
                case Stack.Slot.Spilled(Scalar other) ->
                    (zero == 0 || other.isConstant(0)) && low == null && high == null;
                case Stack.Slot.Spilled _ -> written == 0;
                case Stack.Slot.Bytes other -> (written & ~other.written()) == 0
                        && (zero & ~other.zero()) == 0
                        && (low == null || other.low() != null && low.includes(other.low()))
                        && (high == null || other.high() != null && high.includes(other.high()));
            };
        };
    }

    static boolean includes(Value wide, Value narrow) {
        if (wide == narrow) {
            return true;
        }
        return switch (wide) {
            case Value.Uninitialised _, Value.Excused _ -> true;
            case Value.Mixed _ -> !(narrow instanceof Value.Uninitialised);
            case Value.PacketNumber(PacketPointer address, var form) ->
                narrow instanceof Value.PacketNumber(PacketPointer other, var otherForm)
                        && form == otherForm && includes(address, other);
            case Value.Stale _ -> narrow instanceof Value.Stale;
            case Scalar number -> narrow instanceof Scalar other && number.includes(other);
            case PacketPointer(Sum sum, long min, long max, Residue residue) -> narrow instanceof PacketPointer other
                    && sum.equals(other.sum()) && min <= other.min() && max >= other.max()
                    && residue.includes(other.residue());
            case StackPointer(int frame, long min, long max, Residue residue) -> narrow instanceof StackPointer other
                    && frame == other.frame() && min <= other.min() && max >= other.max()
                    && residue.includes(other.residue());
            case MapValue(int map, long min, long max, Residue residue, Nullness nullness, long origin) ->
                narrow instanceof MapValue other
                        && map == other.map() && min <= other.min() && max >= other.max()
                        && residue.includes(other.residue())
                        && nullness == other.nullness() && origin == other.origin();
            case RingRecord(int map, long size, long min, long max, Residue residue, Nullness nullness, long origin) ->
                narrow instanceof RingRecord other
                        && map == other.map() && size == other.sizeBytes() && min <= other.min() && max >= other.max()
                        && residue.includes(other.residue())
                        && nullness == other.nullness() && origin == other.origin();
            case VariablePointer(int variable, long min, long max, Residue residue) ->
                narrow instanceof VariablePointer other
                        && variable == other.variable() && min <= other.min() && max >= other.max()
                        && residue.includes(other.residue());
            case Value.ContextPointer _, Value.CodePointer _, Value.MapHandle _ -> wide.equals(narrow);
        };
    }

    /** A frame where paths meet. */
    private record FrameSite(Site site, int frame) {}

    private static Frame join(Frame left, Frame right, FrameSite site, CommonNames names) {
        List<Value> saved = new ArrayList<>();
        for (int i = 0; i < left.saved().size(); i++) {
            saved.add(join(left.saved().get(i), right.saved().get(i), site.site.ofSaved(site.frame, i), names));
        }
        Stack stack = left.stack();
        long used = left.stack() == right.stack() ? 0 : left.stack().used();
        for (long rest = used; rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            long name = site.site.ofSlot(site.frame, i);
            stack = stack.with(i, join(left.stack().slot(i), right.stack().slot(i), name, names));
        }
        return new Frame(stack, saved);
    }

    private static Stack.Slot join(Stack.Slot left, Stack.Slot right, long name, CommonNames names) {
        if (includes(left, right)) {
            return left;
        }
        if (includes(right, left)) {
            return right;
        }
        if (left instanceof Stack.Slot.Spilled(Value a) && right instanceof Stack.Slot.Spilled(Value b)) {
            return new Stack.Slot.Spilled(join(a, b, name, names));
        }
        Stack.Slot.Bytes a = Stack.asBytes(left);
        Stack.Slot.Bytes b = Stack.asBytes(right);
        Scalar low = a.low() == null || b.low() == null ? null : a.low().hull(b.low());
        Scalar high = a.high() == null || b.high() == null ? null : a.high().hull(b.high());
        return new Stack.Slot.Bytes(a.written() & b.written(), a.zero() & b.zero(), low, high);
    }

    private static Value join(Value left, Value right, long name, CommonNames names) {
        if (includes(left, right)) {
            return left;
        }
        if (includes(right, left)) {
            return right;
        }
        return switch (left) {
            case Scalar a when right instanceof Scalar b -> join(a, b, name, names);
            case PacketPointer a when right instanceof PacketPointer b -> join(a, b, name, names);
            case StackPointer a when right instanceof StackPointer b && a.frame() == b.frame() ->
                new StackPointer(a.frame(), Math.min(a.min(), b.min()), Math.max(a.max(), b.max()),
                        a.residue().join(b.residue()));
            case MapValue a when right instanceof MapValue b && a.map() == b.map() -> join(a, b, name);
            case RingRecord a when right instanceof RingRecord b -> join(a, b);
            case VariablePointer a when right instanceof VariablePointer b && a.variable() == b.variable() ->
                new VariablePointer(a.variable(), Math.min(a.min(), b.min()), Math.max(a.max(), b.max()),
                        a.residue().join(b.residue()));
            case MapValue a when right instanceof Scalar b && b.isConstant(0) -> maybeNull(a, name);
            case Scalar a when a.isConstant(0) && right instanceof MapValue b -> maybeNull(b, name);
            default -> Value.MIXED;
        };
    }

    private static Value join(Scalar a, Scalar b, long name, CommonNames names) {
        Scalar hull = a.hull(b);
        return hull.relation() != null ? hull : hull.with(Relation.exact(names.of(a.sum(), b.sum(), name)));
    }

    private static Value join(PacketPointer a, PacketPointer b, long name, CommonNames names) {
        Sum sum = names.of(a.sum(), b.sum(), name);
        return sum == null
                ? Value.MIXED
                : new PacketPointer(sum, Math.min(a.min(), b.min()), Math.max(a.max(), b.max()),
                        a.residue().join(b.residue()));
    }

    private static Value join(MapValue a, MapValue b, long name) {
        long min = Math.min(a.min(), b.min());
        long max = Math.max(a.max(), b.max());
        if (a.nullness() == Nullness.NOT_NULL && b.nullness() == Nullness.NOT_NULL) {
            return new MapValue(a.map(), min, max, a.residue().join(b.residue()), Nullness.NOT_NULL, 0);
        }
        boolean sameLookup = a.origin() == b.origin();
        return min == 0 && max == 0
                ? new MapValue(a.map(), 0, 0, Residue.ZERO, Nullness.MAYBE_NULL, sameLookup ? a.origin() : name)
                : Value.MIXED;
    }

    /** The obligation to give a record back stays with its name: only pointers to one record have a common one. */
    private static Value join(RingRecord a, RingRecord b) {
        long min = Math.min(a.min(), b.min());
        long max = Math.max(a.max(), b.max());
        boolean maybeNull = a.isMaybeNull() || b.isMaybeNull();
        boolean sameRecord = a.map() == b.map() && a.sizeBytes() == b.sizeBytes() && a.origin() == b.origin();
        return !sameRecord || maybeNull && (min != 0 || max != 0)
                ? Value.MIXED
                : new RingRecord(a.map(), a.sizeBytes(), min, max, a.residue().join(b.residue()),
                        maybeNull ? Nullness.MAYBE_NULL : Nullness.NOT_NULL, a.origin());
    }

    private static Value maybeNull(MapValue value, long name) {
        return value.min() == 0 && value.max() == 0
                ? new MapValue(value.map(), 0, 0, Residue.ZERO, Nullness.MAYBE_NULL, name)
                : Value.MIXED;
    }

    /**
     * The waiting state whose join with the new one loses least: most registers of the same kind, then the latest;
     * the same records to give back count more than that.
     */
    static int mostAlike(List<State> waiting, State state) {
        int best = 0;
        int bestCount = -1;
        for (int i = 0; i < waiting.size(); i++) {
            int count = waiting.get(i).references().equals(state.references()) ? 2 * Reg.COUNT : 0;
            for (int r = 0; r < Reg.COUNT; r++) {
                Value a = waiting.get(i).registers()[r];
                Value b = state.registers()[r];
                count += Objects.equals(a, b) ? 2 : a.getClass() == b.getClass() ? 1 : 0;
            }
            if (count >= bestCount) {
                best = i;
                bestCount = count;
            }
        }
        return best;
    }
}
