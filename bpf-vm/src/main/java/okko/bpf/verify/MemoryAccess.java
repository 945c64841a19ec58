package okko.bpf.verify;

import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Reg;
import okko.bpf.map.MapDefinition;
import okko.bpf.verify.Need.Access;

/**
 * An access to memory, as the state says it: by an instruction or by the helper that it calls.
 *
 * @param access  what is done
 * @param base    name of the register that holds the address
 * @param pointer what that register holds
 * @param offset  added to the address, bytes
 * @param bytes   how many are accessed, at most
 * @param size    how many as a sum of named numbers, or {@code null} if it is none
 * @param by      who accesses them
 */
record MemoryAccess(Access access, String base, Value pointer, int offset, int bytes, Sum size, By by) {

    /** Who accesses: only an instruction can get a spilled register back. */
    enum By {
        INSTRUCTION,
        HELPER
    }

    /** The access that a need speaks of; {@code null} if it speaks of none, or of one whose size is not known. */
    static MemoryAccess of(Need need, State state, ProgramImage image) {
        return switch (need) {
            case Need.Memory(Access access, var base, int offset, int bytes) ->
                new MemoryAccess(
                        access, base.toString(), state.value(base), offset, bytes, Sum.constant(bytes), By.INSTRUCTION);
            case Need.Passed passed -> ofArgument(passed, state, image);
            case Need.Initialised _, Need.Number _, Need.Halvable _, Need.Arithmetic _, Need.NonZeroDivisor _,
                    Need.ShiftBelowWidth _,
                    Need.Comparable _, Need.Storable _, Need.KnownHelper _, Need.NothingReserved _, Need.DefinedMap _,
                    Need.WritablePacket _, Need.DirectValue _, Need.Variable _, Need.NoContext _, Need.Aligned _,
                    Need.MultipleOf _ -> null;
        };
    }

    /** Whether the address is not simply one in the function's own stack frame. */
    boolean isThroughPointer() {
        return by == By.HELPER || !base.equals(Reg.FRAME_POINTER.toString());
    }

    private static MemoryAccess ofArgument(Need.Passed need, State state, ProgramImage image) {
        return switch (need.kind()) {
            case MAP_KEY -> mapOf(need, state, image) instanceof MapDefinition map
                    ? byHelper(Access.READ, need, state, map.lookupKeyBytes())
                    : null;
            case MAP_VALUE -> mapOf(need, state, image) instanceof MapDefinition map
                    ? byHelper(Access.READ, need, state, map.valueBytes())
                    : null;
            case MAP_VALUE_OUT -> mapOf(need, state, image) instanceof MapDefinition map
                    ? byHelper(map.type().isSketch() ? Access.READ : Access.WRITE, need, state, map.valueBytes())
                    : null;
            case BYTES, BYTES_OR_NULL -> ofBytes(Access.READ, need, state);
            case BYTES_OUT -> ofBytes(Access.WRITE, need, state);
            case MAP, PER_THREAD_MAP, QUEUE_MAP, PROGRAM_ARRAY, RING_BUFFER, SIZE, SIZE_OR_ZERO, FORMAT, PRINTED,
                    CONTEXT, RECORD, SCALAR, CONSTANT -> null;
        };
    }

    /** None where the size is always 0; a size that is too large is another finding. */
    private static MemoryAccess ofBytes(Access access, Need.Passed need, State state) {
        return state.value(need.next()) instanceof Scalar size
                        && size.umax() != 0
                        && Long.compareUnsigned(size.umax(), MapDefinition.MAX_VALUE_BYTES) <= 0
                ? byHelper(access, need, state, (int) size.umax(), size.sum())
                : null;
    }

    private static MemoryAccess byHelper(Access access, Need.Passed need, State state, int bytes) {
        return byHelper(access, need, state, bytes, Sum.constant(bytes));
    }

    private static MemoryAccess byHelper(Access access, Need.Passed need, State state, int bytes, Sum size) {
        return new MemoryAccess(
                access, need.register().toString(), state.value(need.register()), 0, bytes, size, By.HELPER);
    }

    private static MapDefinition mapOf(Need.Passed need, State state, ProgramImage image) {
        return state.value(need.map()) instanceof Value.MapHandle(int map) ? image.maps().get(map) : null;
    }
}
