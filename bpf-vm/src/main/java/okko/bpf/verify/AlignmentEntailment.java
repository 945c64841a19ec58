package okko.bpf.verify;

import okko.bpf.image.ProgramImage;

/**
 * Does the state entail that an access is made at a multiple of its size? Stack frames end, and map values, records and
 * variables begin, at multiples of 8.
 */
final class AlignmentEntailment {

    /** Where a packet begins, as network drivers arrange it: what follows an Ethernet header is aligned. */
    private static final Residue PACKET_BEGIN = new Residue(4, 2);

    private AlignmentEntailment() {}

    /** Why the access may be misaligned; {@code null} if it cannot be. */
    static Reason refute(Need.Aligned need, State state, ProgramImage image) {
        Value pointer = state.value(need.base());
        Residue base = address(pointer);
        if (base == null || base.plus(need.offset()).isMultipleOf(need.bytes())) {
            return null;
        }
        boolean inPacket = pointer instanceof Value.PacketPointer;
        return new Reason(
                Wording.plus(need.base().toString(), need.offset()) + " at a multiple of " + need.bytes(),
                Wording.known(need.base().toString(), pointer, image) + multiple(pointer)
                        + (inPacket ? ", and the packet begins at " + text(PACKET_BEGIN) : ""),
                inPacket ? "load or store smaller parts" : "align the variable, or access smaller parts of it");
    }

    /** Why a packet whose begin moves may begin elsewhere than is taken for granted; {@code null} if it cannot. */
    static Reason refute(Need.MultipleOf need, State state, ProgramImage image) {
        return !(state.value(need.register()) instanceof Scalar number)
                        || Residue.of(number).isMultipleOf(need.step())
                ? null
                : new Reason("a multiple of " + need.step() + " in " + need.register(),
                        Wording.known(need.register().toString(), number, image),
                        "move the packet's begin by multiples of " + need.step());
    }

    /** What is known of a pointer's offset; {@code null} of what is no pointer with an offset. */
    static Residue offset(Value pointer) {
        return switch (pointer) {
            case Value.PacketPointer(Sum _, long min, long max, Residue residue) -> offset(min, max, residue);
            case Value.StackPointer(int _, long min, long max, Residue residue) -> offset(min, max, residue);
            case Value.VariablePointer(int _, long min, long max, Residue residue) -> offset(min, max, residue);
            case Value.MapValue value -> offset(value.min(), value.max(), value.residue());
            case Value.RingRecord record -> offset(record.min(), record.max(), record.residue());
            case Value.ContextPointer _, Value.CodePointer _, Value.MapHandle _, Scalar _, Value.Uninitialised _,
                    Value.Mixed _, Value.Stale _, Value.PacketNumber _, Value.Excused _ -> null;
        };
    }

    private static Residue offset(long min, long max, Residue residue) {
        return min == max ? Residue.of(min) : residue;
    }

    private static Residue address(Value pointer) {
        Residue offset = offset(pointer);
        return offset != null && pointer instanceof Value.PacketPointer ? offset.plus(PACKET_BEGIN) : offset;
    }

    private static String multiple(Value pointer) {
        Residue offset = offset(pointer);
        boolean isConstant = offset.equals(Residue.of(offset.rest()));
        return isConstant ? "" : ", " + text(offset);
    }

    private static String text(Residue residue) {
        return residue.step() == 1 ? "odd or even"
                : residue.rest() == 0 ? "a multiple of " + residue.step()
                : residue.rest() + " modulo " + residue.step();
    }
}
