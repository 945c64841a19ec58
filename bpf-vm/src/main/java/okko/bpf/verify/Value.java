package okko.bpf.verify;

/** What is known of the contents of a register or of a spilled register. */
sealed interface Value
        permits Scalar, Value.Uninitialised, Value.Mixed, Value.Stale, Value.Excused, Value.PacketPointer,
                Value.PacketNumber,
                Value.StackPointer, Value.ContextPointer, Value.VariablePointer, Value.CodePointer, Value.MapHandle,
                Value.Nullable {

    Value UNINITIALISED = new Uninitialised();
    Value MIXED = new Mixed();
    Value EXCUSED = new Excused();
    Value CONTEXT = new ContextPointer();

    /** Whether this is an address or a handle, which a program must not show to anyone. */
    default boolean isPointer() {
        return switch (this) {
            case Uninitialised _, Mixed _, Stale _, Excused _, Scalar _ -> false;
            case PacketPointer _, PacketNumber _, StackPointer _, ContextPointer _, VariablePointer _, CodePointer _,
                    MapHandle _,
                    MapValue _, RingRecord _ -> true;
        };
    }

    /** Nothing was written, or a call has wiped it. */
    record Uninitialised() implements Value {}

    /** Different kinds on different paths; may be copied and overwritten, not used. */
    record Mixed() implements Value {}

    /**
     * A pointer into the packet before a helper moved that.
     *
     * @param pc of the helper's call
     */
    record Stale(int pc) implements Value {}

    /** A finding has been made about it; every need of it is taken as met, so that one cause makes one finding. */
    record Excused() implements Value {}

    /**
     * The address of the packet's first byte, plus {@code sum}.
     *
     * @param sum     what was added; with the packet's length among its terms this is the packet's end
     * @param min     least value of the sum
     * @param max     greatest value of the sum
     * @param residue of the sum
     */
    record PacketPointer(Sum sum, long min, long max, Residue residue) implements Value {

        /** Pointers further than this from the packet are refused, so that addresses never wrap. */
        static final long MAX_DISTANCE_BYTES = 1L << 20;

        static final PacketPointer FIRST_BYTE = new PacketPointer(Sum.constant(0), 0, 0, Residue.ZERO);
        static final PacketPointer END =
                new PacketPointer(Sum.LENGTH, 0, PacketFacts.MAX_LENGTH_BYTES, Residue.ANY);
    }

    /**
     * What a program makes of an address in the packet on the way to a distance: good for nothing else.
     *
     * @param address that it was made of
     * @param form    how
     */
    record PacketNumber(PacketPointer address, Form form) implements Value {

        /** Compilers write {@code end - data - 1} as {@code end + ~data}. */
        enum Form {
            /** The low half, as a move of 32 bits leaves it. */
            LOW_HALF,
            /** All bits the other way round. */
            COMPLEMENT,
            /** The low half of that. */
            LOW_HALF_OF_COMPLEMENT
        }
    }

    /**
     * The address of the end of a stack frame, plus an offset.
     *
     * @param frame   0 for the program's own frame, 1 for that of a function it calls, and so on
     * @param min     least offset, bytes
     * @param max     greatest offset, bytes
     * @param residue of the offset
     */
    record StackPointer(int frame, long min, long max, Residue residue) implements Value {}

    /** What an XDP program is given in r1; never with an offset. */
    record ContextPointer() implements Value {}

    /**
     * The address of a variable that the platform provides, plus an offset.
     *
     * @param variable its number
     * @param min      least offset, bytes
     * @param max      greatest offset, bytes
     * @param residue  of the offset
     */
    record VariablePointer(int variable, long min, long max, Residue residue) implements Value {}

    /**
     * The address of a function.
     *
     * @param target pc of its first instruction
     */
    record CodePointer(int target) implements Value {}

    /** The handle of a map. */
    record MapHandle(int map) implements Value {}

    /** What a helper returned that may be null, until it was compared with null. */
    sealed interface Nullable extends Value {

        /** Whether it may be null; its offset is then 0. */
        Nullness nullness();

        /** Name of the call that returned it, by which a null test of one copy reaches the others. */
        long origin();

        /** The same, seen not to be null. */
        Value notNull();

        default boolean isMaybeNull() {
            return nullness() == Nullness.MAYBE_NULL;
        }

        /** Whether a null test of the other is one of this. */
        default boolean isCopyOf(Nullable other) {
            return isMaybeNull() && other.isMaybeNull() && origin() == other.origin();
        }
    }

    /**
     * The address of a map's value, plus an offset.
     *
     * @param map      position in the image's maps
     * @param min      least offset, bytes
     * @param max      greatest offset, bytes
     * @param residue  of the offset
     * @param nullness whether it may be null; the offset is then 0
     * @param origin   name of the lookup; 0 if not null
     */
    record MapValue(int map, long min, long max, Residue residue, Nullness nullness, long origin)
            implements Nullable {

        @Override
        public MapValue notNull() {
            return new MapValue(map, min, max, residue, Nullness.NOT_NULL, 0);
        }
    }

    /**
     * The address of a record reserved in a ring buffer, plus an offset.
     *
     * @param map       position in the image's maps
     * @param sizeBytes of the record
     * @param min       least offset, bytes
     * @param max       greatest offset, bytes
     * @param residue   of the offset
     * @param nullness  whether it may be null; the offset is then 0
     * @param origin    name of the reservation, kept until the record is given back
     */
    record RingRecord(int map, long sizeBytes, long min, long max, Residue residue, Nullness nullness, long origin)
            implements Nullable {

        @Override
        public RingRecord notNull() {
            return new RingRecord(map, sizeBytes, min, max, residue, Nullness.NOT_NULL, origin);
        }
    }

    /** Whether what a helper returned was compared with null. */
    enum Nullness {
        MAYBE_NULL,
        NOT_NULL
    }
}
