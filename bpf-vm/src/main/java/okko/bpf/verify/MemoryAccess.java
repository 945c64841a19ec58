package okko.bpf.verify;

import okko.bpf.image.ProgramImage;
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
 * @param by      who accesses them
 */
record MemoryAccess(Access access, String base, Value pointer, int offset, int bytes, By by) {

    /** Who accesses: only an instruction can get a spilled register back. */
    enum By {
        INSTRUCTION,
        HELPER
    }

    /** The access that a need speaks of; {@code null} if it speaks of none, or of one whose size is not known. */
    static MemoryAccess of(Need need, State state, ProgramImage image) {
        return switch (need) {
            case Need.Memory(Access access, var base, int offset, int bytes) ->
                new MemoryAccess(access, base.toString(), state.value(base), offset, bytes, By.INSTRUCTION);
            case Need.Key(var pointer, var map) -> state.value(map) instanceof Value.MapHandle(int index)
                    ? read(pointer.toString(), state.value(pointer), definition(image, index).keyBytes())
                    : null;
            case Need.Contents(var pointer, var map) -> state.value(map) instanceof Value.MapHandle(int index)
                    ? read(pointer.toString(), state.value(pointer), definition(image, index).valueBytes())
                    : null;
            case Need.Bytes(var pointer, var size) -> state.value(size) instanceof Scalar number
                            && Long.compareUnsigned(number.umax(), MapDefinition.MAX_VALUE_BYTES) <= 0
                    ? read(pointer.toString(), state.value(pointer), (int) number.umax())
                    : null;
            case Need.Initialised _, Need.Number _, Need.Arithmetic _, Need.NonZeroDivisor _, Need.ShiftBelowWidth _,
                    Need.Comparable _, Need.Storable _, Need.KnownHelper _, Need.Handle _, Need.PositiveSize _,
                    Need.Format _ -> null;
        };
    }

    /** The number of leading bytes of the packet that the access may read; 0 if it does not read the packet. */
    long packetBytes() {
        return pointer instanceof Value.PacketPointer packet ? packet.max() + offset + bytes : 0;
    }

    private static MemoryAccess read(String base, Value pointer, int bytes) {
        return new MemoryAccess(Access.READ, base, pointer, 0, bytes, By.HELPER);
    }

    private static MapDefinition definition(ProgramImage image, int map) {
        return image.maps().get(map);
    }
}
