package okko.bpf.verify;

/** What is known of the contents of a register or of a spilled register. */
sealed interface Value
        permits Scalar, Value.Uninitialised, Value.Mixed, Value.Excused, Value.PacketPointer, Value.StackPointer,
                Value.MapHandle, Value.MapValue {

    Value UNINITIALISED = new Uninitialised();
    Value MIXED = new Mixed();
    Value EXCUSED = new Excused();

    /** Whether this is an address or a handle, which a program must not show to anyone. */
    default boolean isPointer() {
        return switch (this) {
            case Uninitialised _, Mixed _, Excused _, Scalar _ -> false;
            case PacketPointer _, StackPointer _, MapHandle _, MapValue _ -> true;
        };
    }

    /** Nothing was written, or a call has wiped it. */
    record Uninitialised() implements Value {}

    /** Different kinds on different paths; may be copied and overwritten, not used. */
    record Mixed() implements Value {}

    /** A finding has been made about it; every need of it is taken as met, so that one cause makes one finding. */
    record Excused() implements Value {}

    /**
     * The address of the packet's first byte, plus {@code sum}.
     *
     * @param sum what was added; with the packet's length among its terms this is the packet's end
     * @param min least value of the sum
     * @param max greatest value of the sum
     */
    record PacketPointer(Sum sum, long min, long max) implements Value {

        /** Pointers further than this from the packet are refused, so that addresses never wrap. */
        static final long MAX_DISTANCE_BYTES = 1L << 20;
    }

    /**
     * The address of the end of a stack frame, plus an offset.
     *
     * @param frame 0 for the program's own frame, 1 for that of a function it calls, and so on
     * @param min   least offset, bytes
     * @param max   greatest offset, bytes
     */
    record StackPointer(int frame, long min, long max) implements Value {}

    /** The handle of a map. */
    record MapHandle(int map) implements Value {}

    /**
     * The address of a map's value, plus an offset.
     *
     * @param map      position in the image's maps
     * @param min      least offset, bytes
     * @param max      greatest offset, bytes
     * @param nullness whether it may be null; the offset is then 0
     * @param lookup   name of the lookup, by which a null test of one copy reaches the others; 0 if not null
     */
    record MapValue(int map, long min, long max, Nullness nullness, long lookup) implements Value {

        MapValue notNull() {
            return new MapValue(map, min, max, Nullness.NOT_NULL, 0);
        }
    }

    /** Whether a map value was compared with null. */
    enum Nullness {
        MAYBE_NULL,
        NOT_NULL
    }
}
