package okko.bpf.verify;

import okko.bpf.isa.AluOp;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.Nullable;
import okko.bpf.verify.Value.PacketPointer;
import okko.bpf.verify.Value.RingRecord;
import okko.bpf.verify.Value.StackPointer;
import okko.bpf.verify.Value.VariablePointer;

/** Sums and differences with pointers: which are allowed, and where they lead. */
final class PointerArithmetic {

    /** No pointer goes further from its memory; nothing that is accessed through an instruction is so large. */
    private static final long MAX_DISTANCE = PacketPointer.MAX_DISTANCE_BYTES;

    private PointerArithmetic() {}

    static Value operand(Operand operand, State state) {
        return switch (operand) {
            case Reg register -> state.value(register);
            case Imm(int value) -> Scalar.constant(value);
        };
    }

    /** Whether two addresses in the packet are taken from one another: a number, of which half may be wanted only. */
    static boolean isDistance(AluOp op, Width width, Value left, Value right) {
        return op == AluOp.SUB && (width == Width.W64
                ? left instanceof PacketPointer && right instanceof PacketPointer
                : half(left) != null && half(right) != null);
    }

    /** What a move of 32 bits leaves of an address in the packet; {@code null} of anything else. */
    static Value.PacketHalf half(Value value) {
        return switch (value) {
            case PacketPointer whole -> new Value.PacketHalf(whole);
            case Value.PacketHalf half -> half;
            default -> null;
        };
    }

    /** The low half of the distance. */
    static Scalar halfDistance(Value left, Value right) {
        return ScalarArithmetic.low32(distance(half(left).whole(), half(right).whole()));
    }

    /** Why the sum or difference is no value to work with; {@code null} if it is one. */
    static Reason refute(AluOp op, Value left, Value right, String known) {
        boolean pair = left.isPointer() && right instanceof Scalar
                || op == AluOp.ADD && left instanceof Scalar && right.isPointer();
        if (!pair) {
            return new Reason("a pointer and a number", known, "use one pointer and offsets from it");
        }
        Value pointer = left.isPointer() ? left : right;
        Reason fixed = switch (pointer) {
            case Nullable value when value.isMaybeNull() -> new Reason("a pointer that is not null", known,
                    "compare the result of the call with 0 before computing with it");
            case Value.MapHandle _ -> new Reason("a pointer to memory", known, "a map is reached through helpers only");
            case Value.CodePointer _ -> new Reason("a pointer to memory", known, "a function can only be called");
            case Value.ContextPointer _ -> new Reason("an unmodified context pointer", known,
                    "access the fields of struct xdp_md by constant offsets from it");
            case Nullable _, PacketPointer _, StackPointer _, VariablePointer _, Scalar _, Value.Uninitialised _,
                    Value.Mixed _, Value.Stale _, Value.PacketHalf _, Value.Excused _ -> null;
        };
        if (fixed != null) {
            return fixed;
        }
        return sum(op, left, right, Sum.LENGTH_NAME) != null
                ? null
                : new Reason("a number that keeps the pointer within " + MAX_DISTANCE + " bytes of its memory", known,
                        "compare the number with the size of that memory before adding it, and with 0 if it may be negative");
    }

    /**
     * The pointer or distance that results, of 64 bits.
     *
     * @param op    ADD or SUB
     * @param left  pointer, or number to which a pointer is added
     * @param right number or pointer
     * @param name  for an offset that cannot be written as a sum
     * @return {@code null} if the operation is not allowed or leads too far
     */
    static Value sum(AluOp op, Value left, Value right, long name) {
        if (left instanceof PacketPointer a && right instanceof PacketPointer b) {
            return op == AluOp.SUB ? distance(a, b) : null;
        }
        if (left instanceof Scalar number) {
            return op == AluOp.ADD && right.isPointer() ? moved(right, number, name) : null;
        }
        if (!(right instanceof Scalar number)) {
            return null;
        }
        return moved(left, op == AluOp.ADD ? number : ScalarArithmetic.negated(Width.W64, number), name);
    }

    private static Value moved(Value pointer, Scalar by, long name) {
        if (by.smin() < -MAX_DISTANCE || by.smax() > MAX_DISTANCE) {
            return null;
        }
        Value result = switch (pointer) {
            case PacketPointer(Sum sum, long min, long max) -> {
                Sum moved = by.sum() == null ? null : sum.plus(by.sum());
                Sum kept = moved == null || !moved.isShort() ? Sum.named(name) : moved;
                yield new PacketPointer(kept, min + by.smin(), max + by.smax());
            }
            case StackPointer(int frame, long min, long max) ->
                new StackPointer(frame, min + by.smin(), max + by.smax());
            case VariablePointer(int variable, long min, long max) ->
                new VariablePointer(variable, min + by.smin(), max + by.smax());
            case Nullable value when value.isMaybeNull() -> null;
            case MapValue(int map, long min, long max, var nullness, long origin) ->
                new MapValue(map, min + by.smin(), max + by.smax(), nullness, origin);
            case RingRecord(int map, long size, long min, long max, var nullness, long origin) ->
                new RingRecord(map, size, min + by.smin(), max + by.smax(), nullness, origin);
            case Value.ContextPointer _, Value.CodePointer _, Value.MapHandle _, Scalar _, Value.Uninitialised _,
                    Value.Mixed _, Value.Stale _, Value.PacketHalf _, Value.Excused _ -> null;
        };
        return isNear(result) ? result : null;
    }

    private static boolean isNear(Value pointer) {
        return switch (pointer) {
            case null -> false;
            case PacketPointer(Sum _, long min, long max) -> isNear(min, max);
            case StackPointer(int _, long min, long max) -> isNear(min, max);
            case VariablePointer(int _, long min, long max) -> isNear(min, max);
            case MapValue value -> isNear(value.min(), value.max());
            case RingRecord record -> isNear(record.min(), record.max());
            case Value.ContextPointer _, Value.CodePointer _, Value.MapHandle _, Scalar _, Value.Uninitialised _,
                    Value.Mixed _, Value.Stale _, Value.PacketHalf _, Value.Excused _ -> true;
        };
    }

    private static boolean isNear(long min, long max) {
        return min >= -MAX_DISTANCE && max <= MAX_DISTANCE;
    }

    private static Scalar distance(PacketPointer left, PacketPointer right) {
        Sum sum = left.sum().minus(right.sum());
        return Scalar.betweenSigned(left.min() - right.max(), left.max() - right.min()).with(Relation.exact(sum));
    }
}
