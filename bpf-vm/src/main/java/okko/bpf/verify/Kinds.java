package okko.bpf.verify;

import okko.bpf.isa.Reg;

/** Whether two states hold the same kinds of values in the same places, so that their join can be used as they can. */
final class Kinds {

    private Kinds() {}

    static boolean areSame(State left, State right) {
        if (!left.references().equals(right.references())) {
            return false;
        }
        for (int i = 0; i < Reg.COUNT; i++) {
            if (!areSame(left.registers()[i], right.registers()[i])) {
                return false;
            }
        }
        for (int frame = 0; frame < left.frames().size(); frame++) {
            if (!areSame(left.frames().get(frame), right.frames().get(frame))) {
                return false;
            }
        }
        return true;
    }

    private static boolean areSame(Frame left, Frame right) {
        if (left == right) {
            return true;
        }
        for (int i = 0; i < left.saved().size(); i++) {
            if (!areSame(left.saved().get(i), right.saved().get(i))) {
                return false;
            }
        }
        Stack a = left.stack();
        Stack b = right.stack();
        for (long rest = a == b ? 0 : a.used() & b.used(); rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            if (a.slot(i) != b.slot(i) && a.slot(i) instanceof Stack.Slot.Spilled(Value value)
                    && b.slot(i) instanceof Stack.Slot.Spilled(Value other) && !areSame(value, other)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a join of the two can still be used as one of them can, or neither can be used. */
    private static boolean areSame(Value left, Value right) {
        if (left == right || !left.isPointer() && !right.isPointer()) {
            return true;
        }
        boolean isUsable = (left.isPointer() || left instanceof Scalar)
                && (right.isPointer() || right instanceof Scalar);
        return !isUsable || left.getClass() == right.getClass() && areSamePlace(left, right);
    }

    private static boolean areSamePlace(Value left, Value right) {
        return switch (left) {
            case Value.MapValue a -> right instanceof Value.MapValue b && a.map() == b.map()
                    && a.nullness() == b.nullness();
            case Value.StackPointer a -> right instanceof Value.StackPointer b && a.frame() == b.frame();
            case Value.PacketPointer _, Scalar _ -> true;
            default -> left.equals(right);
        };
    }
}
