package okko.bpf.verify;

import okko.bpf.image.ProgramImage;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.Nullness;
import okko.bpf.verify.Value.PacketPointer;
import okko.bpf.verify.Value.StackPointer;

/** How findings speak of values, ranges and places. */
final class Wording {

    private Wording() {}

    /** What a register is known to hold: {@code "r3 is a number, 0 to 255"}. */
    static String known(String register, Value value, ProgramImage image) {
        return register + switch (value) {
            case Value.Uninitialised _ -> " was not written on every path that leads here, or a call has wiped it";
            case Value.Mixed _ -> " holds different kinds of values on the paths that lead here";
            case Value.Excused _ -> " is in doubt because of an earlier finding";
            case Scalar number -> " is " + number(number);
            case PacketPointer pointer -> " points into the packet, at byte " + range(pointer.min(), pointer.max());
            case StackPointer pointer -> " points into the stack, at byte " + range(pointer.min(), pointer.max());
            case Value.MapHandle(int map) -> " is the handle of map " + map(map, image);
            case MapValue pointer -> " points into a value of map " + map(pointer.map(), image)
                    + (pointer.nullness() == Nullness.MAYBE_NULL
                            ? ", or is null"
                            : ", at byte " + range(pointer.min(), pointer.max()));
        };
    }

    static String number(Scalar number) {
        if (number.isConstant()) {
            return "the number " + number.smin();
        }
        if (number.umin() == 0 && number.umax() == -1 && number.smin() == Long.MIN_VALUE) {
            return "any number";
        }
        boolean signed = number.smin() < 0;
        return "a number, " + (signed
                ? range(number.smin(), number.smax())
                : Long.toUnsignedString(number.umin()) + " to " + Long.toUnsignedString(number.umax()));
    }

    static String map(int map, ProgramImage image) {
        return image.maps().get(map).name();
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

    static String check(int pc) {
        return pc < 0 ? "" : " (from the check at pc " + pc + ")";
    }
}
