package okko.bpf.verify;

import okko.bpf.engine.PlatformVariable;
import okko.bpf.helper.Helper;
import okko.bpf.helper.LinuxHelperNames;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.Condition;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.PacketPointer;

/** The third question: does the state entail a need? If not: why not. */
final class Entailment {

    private Entailment() {}

    /** Why the state does not entail the need; {@code null} if it does. */
    static Reason refute(Need need, State state, ProgramImage image) {
        return switch (need) {
            case Need.Initialised(Reg register) -> refuteInitialised(register, state, image);
            case Need.Number(Reg register) -> refuteNumber(register, state, image);
            case Need.Halvable(Reg register) -> PointerArithmetic.half(state.value(register)) != null
                    ? null
                    : refuteNumber(register, state, image);
            case Need.Arithmetic arithmetic -> refuteArithmetic(arithmetic, state, image);
            case Need.NonZeroDivisor(int divisor) -> divisor != 0
                    ? null
                    : new Reason("a divisor other than 0", "the divisor is the constant 0", "do not divide by 0");
            case Need.ShiftBelowWidth(Width width, int count) -> refuteShift(width, count);
            case Need.Comparable comparable -> refuteComparable(comparable, state, image);
            case Need.Memory _ -> MemoryEntailment.refute(MemoryAccess.of(need, state, image), state, image);
            case Need.Aligned aligned -> AlignmentEntailment.refute(aligned, state, image);
            case Need.MultipleOf multiple -> AlignmentEntailment.refute(multiple, state, image);
            case Need.Passed passed -> ArgumentEntailment.refute(passed, state, image);
            case Need.WritablePacket(Helper by) -> image.role().packetIsWritable()
                    ? null
                    : new Reason("a packet that the program may change",
                            by.symbol() + " changes the packet or its way, which a filter only looks at",
                            "load the program as an action, or leave the packet as it is");
            case Need.Storable storable -> refuteStorable(storable, state, image);
            case Need.KnownHelper(Abi abi, int number) ->
                Helper.byNumber(abi, number) != null ? null : noSuchHelper(abi, number);
            case Need.NothingReserved _ -> refuteNothingReserved(state, image);
            case Need.DefinedMap(int map) -> map >= 0 && map < image.maps().size()
                    ? null
                    : new Reason("a map that the image defines",
                            "it defines " + image.maps().size() + ", none of number " + map, "link the object again");
            case Need.DirectValue(int map, int offset) -> refuteDirectValue(map, offset, image);
            case Need.Variable(int number) -> PlatformVariable.byNumber(number) != null
                    ? null
                    : new Reason("a variable of number " + number, "the platform provides none",
                            "name the variable in the source: extern");
            case Need.NoContext(Reg base) -> !(state.value(base) instanceof Value.ContextPointer)
                    ? null
                    : new Reason("a field of struct xdp_md, read as a whole",
                            "invalid context access: the field is read with its sign extended",
                            "the fields are unsigned: do not convert them to a signed type as they are read");
        };
    }

    static Reason refuteInitialised(Reg register, State state, ProgramImage image) {
        return state.value(register) instanceof Value.Uninitialised
                ? new Reason(register + " initialised", known(register, state, image),
                        "give " + register + " a value on every path that leads here")
                : null;
    }

    static Reason refuteNumber(Reg register, State state, ProgramImage image) {
        Value value = state.value(register);
        if (value instanceof Scalar || value instanceof Value.Excused) {
            return null;
        }
        if (value instanceof Value.Uninitialised) {
            return refuteInitialised(register, state, image);
        }
        return new Reason("a number in " + register, known(register, state, image),
                "use a number: an address may not be computed with, returned or shown");
    }

    private static Reason refuteArithmetic(Need.Arithmetic need, State state, ProgramImage image) {
        Value left = state.value(need.dst());
        Value right = PointerArithmetic.operand(need.src(), state);
        boolean settled = isExcused(left) || isExcused(right) || left instanceof Value.Uninitialised
                || right instanceof Value.Uninitialised;
        if (settled || left instanceof Scalar && right instanceof Scalar) {
            return null;
        }
        // Most sums are fine: then nothing need be put into words.
        boolean linear = need.op() == AluOp.ADD || need.op() == AluOp.SUB;
        if (linear && need.width() == Width.W64
                && PointerArithmetic.sum(need.op(), left, right, Sum.LENGTH_NAME) != null) {
            return null;
        }
        String known = known(need.dst(), state, image)
                + (need.src() instanceof Reg src && !src.equals(need.dst()) ? ", " + known(src, state, image) : "");
        if (left instanceof Value.Stale || right instanceof Value.Stale) {
            return new Reason("a pointer into the packet as it is now", known,
                    "load data and data_end again after the call");
        }
        if (left instanceof Value.Mixed || right instanceof Value.Mixed) {
            return new Reason("one kind of value on all paths", known, "use a variable for one kind of value only");
        }
        if (PointerArithmetic.ofAddresses(need.op(), need.width(), left, right) != null) {
            return null;
        }
        if (need.width() == Width.W32) {
            return new Reason("64-bit arithmetic on a pointer", known, "an address does not fit in 32 bits");
        }
        if (!linear) {
            return new Reason("+= or -= on a pointer", known, "only numbers can be added to and taken from a pointer");
        }
        return PointerArithmetic.refute(need.op(), left, right, known);
    }

    private static Reason refuteShift(Width width, int count) {
        int bits = width == Width.W64 ? 64 : 32;
        return count >= 0 && count < bits
                ? null
                : new Reason("a shift count of 0 to " + (bits - 1), "the count is the constant " + count,
                        "shift by less than the width");
    }

    private static Reason refuteComparable(Need.Comparable need, State state, ProgramImage image) {
        Value left = state.value(need.left());
        Value right = PointerArithmetic.operand(need.right(), state);
        boolean settled = isExcused(left) || isExcused(right) || left instanceof Value.Uninitialised
                || right instanceof Value.Uninitialised;
        if (settled || left instanceof Scalar && right instanceof Scalar) {
            return null;
        }
        boolean equality = need.condition() == Condition.EQ || need.condition() == Condition.NE;
        boolean unsigned = !Refinement.isSigned(need.condition()) && need.condition() != Condition.SET;
        if (need.width() == Width.W64) {
            boolean nullTest = equality && (isMemory(left) && isNull(right) || isNull(left) && isMemory(right));
            boolean inPacket = unsigned && left instanceof PacketPointer && right instanceof PacketPointer;
            if (nullTest || inPacket) {
                return null;
            }
        } else if (equality && PointerArithmetic.address(left, Width.W32) != null
                && PointerArithmetic.address(right, Width.W32) != null) {
            return null;    // so near each other that they are equal if their halves are
        }
        return new Reason(
                "two numbers, two pointers into the packet, or a pointer and 0",
                known(need.left(), state, image)
                        + (need.right() instanceof Reg register ? ", " + known(register, state, image) : ""),
                "compare offsets instead of addresses");
    }

    private static Reason refuteStorable(Need.Storable need, State state, ProgramImage image) {
        Value value = state.value(need.value());
        boolean harmless = value instanceof Scalar || value instanceof Value.Excused
                || value instanceof Value.Uninitialised;
        if (harmless) {
            return null;
        }
        return switch (state.value(need.base())) {
            case Value.StackPointer pointer -> {
                long at = pointer.min() + need.offset();
                boolean whole = pointer.min() == pointer.max() && need.bytes() == Stack.Slot.BYTES
                        && at % Stack.Slot.BYTES == 0;
                yield whole
                        ? null
                        : new Reason("all 8 bytes of the pointer stored at a constant multiple of 8",
                                known(need.value(), state, image), "store the pointer whole, in an aligned variable");
            }
            case MapValue _ -> numberStoredIn("a map value", need, state, image);
            case Value.RingRecord _ -> numberStoredIn("a record", need, state, image);
            case PacketPointer _ -> image.role().packetIsWritable()
                    ? numberStoredIn("the packet", need, state, image)
                    : null;
            // Of other places the memory need has said that they may not be written.
            case Scalar _, Value.Uninitialised _, Value.Mixed _, Value.Stale _, Value.PacketNumber _, Value.Excused _,
                    Value.MapHandle _,
                    Value.ContextPointer _, Value.VariablePointer _, Value.CodePointer _ -> null;
        };
    }

    private static Reason numberStoredIn(String place, Need.Storable need, State state, ProgramImage image) {
        return new Reason("a number stored in " + place, known(need.value(), state, image),
                "an address may not outlive the run: store an offset instead");
    }

    private static Reason noSuchHelper(Abi abi, int number) {
        String name = abi == Abi.XDP ? LinuxHelperNames.name(number) : null;
        return new Reason(
                "a helper of number " + number,
                (name == null ? "there is none" : "Linux has " + name + ", but there is none here") + " in abi "
                        + abi.label(),
                "call one of the helpers that docs/bpf.md lists");
    }

    private static Reason refuteNothingReserved(State state, ProgramImage image) {
        if (state.references().isEmpty()) {
            return null;
        }
        int pc = state.references().records().getFirst().pc();
        return new Reason(
                "every record of a ring buffer given back before the run ends",
                "unreleased reference: the record reserved at " + Wording.at(pc, image)
                        + " is still held on a path that leads here",
                "submit or discard the record on every path, once");
    }

    private static Reason refuteDirectValue(int map, int offset, ProgramImage image) {
        if (map < 0 || map >= image.maps().size()) {
            return null;    // said already
        }
        MapDefinition definition = image.maps().get(map);
        if (definition.type() != MapType.ARRAY) {
            return new Reason("an array map, whose first value has an address",
                    Wording.map(definition) + " is of kind " + definition.type().label(), "look the value up");
        }
        return offset >= 0 && offset < definition.valueBytes()
                ? null
                : new Reason("byte " + offset + " " + Wording.insideValue(definition), "the address lies outside of it",
                        "use the address of a variable, and offsets from it");
    }

    static boolean isExcused(Value value) {
        return value instanceof Value.Excused;
    }

    private static boolean isNull(Value value) {
        return value instanceof Scalar number && number.isConstant(0);
    }

    private static boolean isMemory(Value value) {
        boolean isOther = value instanceof Value.MapHandle || value instanceof Value.CodePointer
                || value instanceof Value.PacketNumber;
        return value.isPointer() && !isOther;
    }

    static String known(Operand operand, State state, ProgramImage image) {
        return switch (operand) {
            case Reg register -> Wording.known(register.toString(), state.value(register), image);
            case Imm(int value) -> "the constant " + value;
        };
    }
}
