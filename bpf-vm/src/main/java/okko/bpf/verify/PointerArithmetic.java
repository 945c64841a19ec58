package okko.bpf.verify;

import okko.bpf.isa.AluOp;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.Nullable;
import okko.bpf.verify.Value.PacketNumber.Form;
import okko.bpf.verify.Value.PacketNumber;
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

    /**
     * What is made of two addresses in the packet, or of one and all ones: a distance, or what leads to one. Of both
     * halves may be wanted only.
     *
     * @return {@code null} if the operation is another
     */
    static Value ofAddresses(AluOp op, Width width, Value left, Value right) {
        PacketPointer to = address(left, width);
        PacketPointer from = address(right, width);
        return switch (op) {
            case SUB -> to == null || from == null ? null : distance(width, to, from);
            case XOR -> to == null || !isAllOnes(right, width) ? null : complement(width, to);
            case ADD -> {
                PacketPointer ofRight = complemented(right, width);
                PacketPointer ofLeft = complemented(left, width);
                yield to != null && ofRight != null ? distanceLessOne(width, to, ofRight)
                        : from != null && ofLeft != null ? distanceLessOne(width, from, ofLeft) : null;
            }
            case MUL, DIV, SDIV, OR, AND, LSH, RSH, ARSH, MOD, SMOD, MOV -> null;
        };
    }

    /** What a move of 32 bits leaves of an address in the packet; {@code null} of anything else. */
    static PacketNumber half(Value value) {
        PacketPointer address = address(value, Width.W32);
        PacketPointer complemented = complemented(value, Width.W32);
        return address != null ? new PacketNumber(address, Form.LOW_HALF)
                : complemented != null ? complement(Width.W32, complemented) : null;
    }

    /** The address in the packet that a value is, of which half may do; {@code null} if it is none. */
    static PacketPointer address(Value value, Width width) {
        return switch (value) {
            case PacketPointer whole -> whole;
            case PacketNumber(PacketPointer of, Form form) when form == Form.LOW_HALF && width == Width.W32 -> of;
            default -> null;
        };
    }

    private static PacketPointer complemented(Value value, Width width) {
        return value instanceof PacketNumber(PacketPointer of, Form form)
                        && (form == Form.COMPLEMENT || form == Form.LOW_HALF_OF_COMPLEMENT && width == Width.W32)
                ? of
                : null;
    }

    private static boolean isAllOnes(Value value, Width width) {
        return value instanceof Scalar number && number.isConstant()
                && (width == Width.W64 ? number.umin() == -1 : (int) number.umin() == -1);
    }

    private static PacketNumber complement(Width width, PacketPointer address) {
        return new PacketNumber(address, width == Width.W64 ? Form.COMPLEMENT : Form.LOW_HALF_OF_COMPLEMENT);
    }

    private static Scalar distanceLessOne(Width width, PacketPointer to, PacketPointer from) {
        return ScalarArithmetic.apply(AluOp.SUB, width, distance(to, from), Scalar.constant(1));
    }

    private static Scalar distance(Width width, PacketPointer to, PacketPointer from) {
        Scalar whole = distance(to, from);
        return width == Width.W64 ? whole : ScalarArithmetic.low32(whole);
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
            case PacketNumber _ -> new Reason("a pointer to memory", known, "take pointers from one another");
            case Value.CodePointer _ -> new Reason("a pointer to memory", known, "a function can only be called");
            case Value.ContextPointer _ -> new Reason("an unmodified context pointer", known,
                    "access the fields of struct xdp_md by constant offsets from it");
            case Nullable _, PacketPointer _, StackPointer _, VariablePointer _, Scalar _, Value.Uninitialised _,
                    Value.Mixed _, Value.Stale _, Value.Excused _ -> null;
        };
        if (fixed != null) {
            return fixed;
        }
        return sum(op, left, right, Sum.LENGTH_NAME) != null
                ? null
                : new Reason("a number that keeps the pointer within " + MAX_DISTANCE + " bytes of its memory", known,
                        "compare the number with the size of that memory, and with 0, before adding it");
    }

    /**
     * The pointer that results, of 64 bits.
     *
     * @param op    ADD or SUB
     * @param left  pointer, or number to which a pointer is added
     * @param right number or pointer
     * @param name  for an offset that cannot be written as a sum
     * @return {@code null} if the operation is not allowed or leads too far
     */
    static Value sum(AluOp op, Value left, Value right, long name) {
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
        Residue step = Residue.of(by);
        Value result = switch (pointer) {
            case PacketPointer(Sum sum, long min, long max, Residue residue) -> {
                Sum moved = by.sum() == null ? null : sum.plus(by.sum());
                Sum kept = moved == null || !moved.isShort() ? Sum.named(name) : moved;
                yield new PacketPointer(kept, min + by.smin(), max + by.smax(), residue.plus(step));
            }
            case StackPointer(int frame, long min, long max, Residue residue) ->
                new StackPointer(frame, min + by.smin(), max + by.smax(), residue.plus(step));
            case VariablePointer(int variable, long min, long max, Residue residue) ->
                new VariablePointer(variable, min + by.smin(), max + by.smax(), residue.plus(step));
            case Nullable value when value.isMaybeNull() -> null;
            case MapValue(int map, long min, long max, Residue residue, var nullness, long origin) ->
                new MapValue(map, min + by.smin(), max + by.smax(), residue.plus(step), nullness, origin);
            case RingRecord(int map, long size, long min, long max, Residue residue, var nullness, long origin) ->
                new RingRecord(map, size, min + by.smin(), max + by.smax(), residue.plus(step), nullness, origin);
            case Value.ContextPointer _, Value.CodePointer _, Value.MapHandle _, Scalar _, Value.Uninitialised _,
                    Value.Mixed _, Value.Stale _, PacketNumber _, Value.Excused _ -> null;
        };
        return isNear(result) ? result : null;
    }

    private static boolean isNear(Value pointer) {
        return switch (pointer) {
            case null -> false;
            case PacketPointer(Sum _, long min, long max, Residue _) -> isNear(min, max);
            case StackPointer(int _, long min, long max, Residue _) -> isNear(min, max);
            case VariablePointer(int _, long min, long max, Residue _) -> isNear(min, max);
            case MapValue value -> isNear(value.min(), value.max());
            case RingRecord record -> isNear(record.min(), record.max());
            case Value.ContextPointer _, Value.CodePointer _, Value.MapHandle _, Scalar _, Value.Uninitialised _,
                    Value.Mixed _, Value.Stale _, PacketNumber _, Value.Excused _ -> true;
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
