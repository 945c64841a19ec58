package okko.bpf.verify;

import okko.bpf.image.ProgramImage;
import okko.bpf.map.MapDefinition;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.Nullable;
import okko.bpf.verify.Value.PacketPointer;
import okko.bpf.verify.Value.RingRecord;
import okko.bpf.verify.Value.StackPointer;

/** How findings speak of values, ranges and places. */
final class Wording {

    private Wording() {}

    /** What a register is known to hold: {@code "r3 is a number, 0 to 255"}. */
    static String known(String register, Value value, ProgramImage image) {
        return register + switch (value) {
            case Value.Uninitialised _ -> " was not written on every path that leads here, or a call has wiped it";
            case Value.Mixed _ -> " holds different kinds of values on the paths that lead here";
            case Value.Stale(int pc) -> " pointed into the packet before the call at " + at(pc, image)
                    + " moved it";
            case Value.Excused _ -> " is in doubt because of an earlier finding";
            case Scalar number -> " is " + number(number);
            case PacketPointer pointer -> " points into the packet, at byte " + range(pointer.min(), pointer.max());
            case Value.PacketNumber(var _, var form) -> switch (form) {
                case LOW_HALF -> " is the low half of an address in the packet";
                case COMPLEMENT -> " is the complement of an address in the packet";
                case LOW_HALF_OF_COMPLEMENT -> " is half the complement of an address in the packet";
            };
            case StackPointer pointer -> " points into the stack, at byte " + range(pointer.min(), pointer.max());
            case Value.ContextPointer _ -> " is the context pointer";
            case Value.VariablePointer pointer -> " points into a variable of the platform, at byte "
                    + range(pointer.min(), pointer.max());
            case Value.CodePointer(int target) -> " is the address of " + function(target, image);
            case Value.MapHandle(int map) -> " is the handle of " + map(image.maps().get(map));
            case MapValue pointer -> " points into " + valueOf(image.maps().get(pointer.map())) + place(pointer);
            case RingRecord pointer -> " points into a record of "
                    + map(image.maps().get(pointer.map())) + place(pointer);
        };
    }

    private static String place(Nullable pointer) {
        if (pointer.isMaybeNull()) {
            return ", or is null";
        }
        return ", at byte " + switch (pointer) {
            case MapValue value -> range(value.min(), value.max());
            case RingRecord record -> range(record.min(), record.max());
        };
    }

    /** What is around an access to a map's value: {@code "inside .rodata, which has 4 bytes"}. */
    static String insideValue(MapDefinition map) {
        return "inside " + valueOf(map) + ", which has " + map.lookupValueBytes() + " bytes";
    }

    private static String valueOf(MapDefinition map) {
        if (!map.isGlobalData()) {
            return "a value of " + map(map);
        }
        return switch (map.access()) {
            case READ_ONLY -> "constant data " + map.name();
            case READ_WRITE -> "global data " + map.name();
        };
    }

    static String map(MapDefinition map) {
        return "map " + map.name();
    }

    static String number(Scalar number) {
        if (number.isConstant()) {
            return "the number " + number.smin();
        }
        String half = number.low() == null ? "" : ", its low half " + half(number.low(), " to ");
        if (number.umin() == 0 && number.umax() == -1 && number.smin() == Long.MIN_VALUE) {
            return "any number" + half;
        }
        boolean signed = number.smin() < 0;
        return "a number, " + (signed
                ? range(number.smin(), number.smax())
                : Long.toUnsignedString(number.umin()) + " to " + Long.toUnsignedString(number.umax())) + half;
    }

    /** The range of low 32 bits: as a signed number where that says more. */
    static String half(Bounds half, String to) {
        boolean isSigned = half.isSplit() && half.smax() - half.smin() < (half.umax() - half.umin() & Scalar.MAX_U32);
        long least = isSigned ? half.smin() : half.umin() & Scalar.MAX_U32;
        long greatest = isSigned ? half.smax() : half.umax() & Scalar.MAX_U32;
        return least == greatest ? Long.toString(least) : least + to + greatest;
    }

    /** What the variable part of a place in the packet is called. */
    static String variable(Sum terms) {
        return terms.sameTerms(Sum.LENGTH) ? "length" : "x";
    }

    static String range(long min, long max) {
        return min == max ? Long.toString(min) : min + " to " + max;
    }

    /** Half-open: {@code "[26, 30)"}. */
    static String bytes(long from, long bytes) {
        return "[" + from + ", " + (from + bytes) + ")";
    }

    /** Half-open, of bytes at a variable place: {@code "[x + 14, x + 18)"}. */
    static String bytes(String variable, long from, long bytes) {
        return "[" + plus(variable, from) + ", " + plus(variable, from + bytes) + ")";
    }

    static String plus(String variable, long constant) {
        return constant == 0 ? variable : variable + (constant < 0 ? " - " : " + ") + Math.abs(constant);
    }

    static String check(int pc, ProgramImage image) {
        String place = pc < 0 ? "" : place(pc, image);
        return pc < 0 ? "" : " (from the check at pc " + pc + (place.isEmpty() ? "" : ", " + place) + ")";
    }

    /** Source file and line of an instruction, {@code "acl.c:23"}; empty if unknown. */
    static String place(int pc, ProgramImage image) {
        var line = image.lines().at(pc);
        return line == null ? "" : line.file() + ":" + line.number();
    }

    /** An instruction as an author can find it: {@code "pc 7 (acl.c:23)"}. */
    static String at(int pc, ProgramImage image) {
        String place = place(pc, image);
        return "pc " + pc + (place.isEmpty() ? "" : " (" + place + ")");
    }

    /** A function of the program by its name, or at least by its place. */
    static String function(int pc, ProgramImage image) {
        String name = image.lines().functionAt(pc);
        return name == null ? "the function at pc " + pc : name;
    }
}
