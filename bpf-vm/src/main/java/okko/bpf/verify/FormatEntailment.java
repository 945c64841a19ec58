package okko.bpf.verify;

import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Reg;
import okko.bpf.map.MapDefinition.ProgramAccess;

/** Does a register hold a format string, and do the registers after it hold the numbers that it asks for? */
final class FormatEntailment {

    /** {@code ubpf_printf} takes three numbers at most. */
    private static final int MAX_NUMBERS = 3;

    private FormatEntailment() {}

    /** Why the call may print what it must not; {@code null} if it cannot. */
    static Reason refute(Reg register, State state, ProgramImage image) {
        Value value = state.value(register);
        if (value instanceof Value.Excused) {
            return null;
        }
        String known = Wording.known(register.toString(), value, image);
        if (!(value instanceof Value.MapValue pointer) || pointer.min() != pointer.max() || pointer.min() < 0
                || image.maps().get(pointer.map()).access() != ProgramAccess.READ_ONLY) {
            return new Reason("a format string in constant data in " + register, known,
                    "write the format as a string literal in the call");
        }
        byte[] data = image.maps().get(pointer.map()).contents();
        int end = (int) pointer.min();
        int numbers = 0;
        while (end < data.length && data[end] != 0) {
            boolean percent = data[end] == '%';
            boolean literal = percent && end + 1 < data.length && data[end + 1] == '%';
            numbers += percent && !literal ? 1 : 0;
            end += literal ? 2 : 1;
        }
        if (end >= data.length) {
            return new Reason("a format string that ends with a 0 byte", known, "write the format as a string literal");
        }
        for (int i = 1; i <= Math.min(numbers, MAX_NUMBERS); i++) {
            Reason reason = Entailment.refuteNumber(new Reg(register.number() + i), state, image);
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }
}
