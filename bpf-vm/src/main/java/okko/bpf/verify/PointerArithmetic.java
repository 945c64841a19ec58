package okko.bpf.verify;

import okko.bpf.isa.AluOp;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.PacketPointer;
import okko.bpf.verify.Value.StackPointer;

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

    /** Why the sum or difference is no value to work with; {@code null} if it is one. */
    static Reason refute(AluOp op, Value left, Value right, String known) {
        if (op == AluOp.SUB && left instanceof PacketPointer && right instanceof PacketPointer) {
            return null;
        }
        boolean pair = left.isPointer() && right instanceof Scalar
                || op == AluOp.ADD && left instanceof Scalar && right.isPointer();
        if (!pair) {
            return new Reason("a pointer and a number", known, "use one pointer and offsets from it");
        }
        Value pointer = left.isPointer() ? left : right;
        if (Entailment.isMaybeNull(pointer)) {
            return new Reason("a pointer that is not null", known,
                    "compare the result of the lookup with 0 before computing with it");
        }
        if (pointer instanceof Value.MapHandle) {
            return new Reason("a pointer to memory", known, "a map is reached through helpers only");
        }
        return sum(op, left, right, Sum.LENGTH_NAME) != null
                ? null
                : new Reason("a number that keeps the pointer within " + MAX_DISTANCE + " bytes of its memory", known,
                        "check the number on both sides before adding it");
    }

    /**
     * The pointer or distance that results.
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
            case MapValue value when !Entailment.isMaybeNull(value) ->
                new MapValue(value.map(), value.min() + by.smin(), value.max() + by.smax(), value.nullness(), 0);
            case MapValue _, Value.MapHandle _, Scalar _, Value.Uninitialised _, Value.Mixed _, Value.Excused _ -> null;
        };
        return isNear(result) ? result : null;
    }

    private static boolean isNear(Value pointer) {
        return switch (pointer) {
            case null -> false;
            case PacketPointer(Sum _, long min, long max) -> min >= -MAX_DISTANCE && max <= MAX_DISTANCE;
            case StackPointer(int _, long min, long max) -> min >= -MAX_DISTANCE && max <= MAX_DISTANCE;
            case MapValue value -> value.min() >= -MAX_DISTANCE && value.max() <= MAX_DISTANCE;
            case Value.MapHandle _, Scalar _, Value.Uninitialised _, Value.Mixed _, Value.Excused _ -> true;
        };
    }

    private static Scalar distance(PacketPointer left, PacketPointer right) {
        Sum sum = left.sum().minus(right.sum());
        return Scalar.betweenSigned(left.min() - right.max(), left.max() - right.min()).with(Relation.exact(sum));
    }
}
