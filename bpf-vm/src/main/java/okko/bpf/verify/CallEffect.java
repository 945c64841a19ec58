package okko.bpf.verify;

import java.util.List;
import okko.bpf.helper.Argument;
import okko.bpf.helper.Helper;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Reg;
import okko.bpf.map.MapDefinition;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.Nullness;
import okko.bpf.verify.Value.RingRecord;
import okko.bpf.verify.Value.StackPointer;

/** What a helper's call does to the state, its needs being met. */
final class CallEffect {

    private static final Reg SIZE_OF_RECORD = new Reg(2);

    private final Helper helper;
    private final Site site;
    private final ProgramImage image;

    private CallEffect(Helper helper, Site site, ProgramImage image) {
        this.helper = helper;
        this.site = site;
        this.image = image;
    }

    static State of(int number, State state, Site site, ProgramImage image) {
        Helper helper = Helper.byNumber(image.abi(), number);
        return helper == null
                ? state.afterHelper(Value.EXCUSED)
                : new CallEffect(helper, site, image).of(state);
    }

    private State of(State state) {
        State after = withArguments(state);
        after = helper.movesPacket() ? after.withPacketMoved(site.pc()) : after;
        return withResult(after, state);
    }

    /** What becomes of the memory that the arguments point to. */
    private State withArguments(State state) {
        State after = state;
        List<Argument> arguments = helper.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            Value value = state.value(new Reg(1 + i));
            after = switch (arguments.get(i)) {
                case MAP_VALUE_OUT -> filled(after, value, valueSize(state));
                case BYTES_OUT -> filled(after, value, state.scalar(new Reg(2 + i)));
                case RECORD -> value instanceof RingRecord record ? after.without(record, Value.UNINITIALISED) : after;
                case MAP, PER_THREAD_MAP, QUEUE_MAP, PROGRAM_ARRAY, RING_BUFFER, MAP_KEY, MAP_VALUE, BYTES,
                        BYTES_OR_NULL, SIZE, SIZE_OR_ZERO, FORMAT, PRINTED, CONTEXT, SCALAR, CONSTANT -> after;
            };
        }
        return after;
    }

    private State withResult(State state, State before) {
        long origin = site.ofResult();
        return switch (helper.result()) {
            case SCALAR -> state.afterHelper(Scalar.UNKNOWN);
            case PACKET -> state.afterHelper(Value.PacketPointer.FIRST_BYTE);
            case MAP_VALUE_OR_NULL -> before.value(mapArgument()) instanceof Value.MapHandle(int map)
                    ? state.afterHelper(new MapValue(map, 0, 0, Residue.ZERO, Nullness.MAYBE_NULL, origin))
                    : state.afterHelper(Value.EXCUSED);
            case RECORD_OR_NULL -> before.value(mapArgument()) instanceof Value.MapHandle(int map)
                            && before.value(SIZE_OF_RECORD) instanceof Scalar size && size.isConstant()
                    ? reserving(state.afterHelper(
                            new RingRecord(map, size.umin(), 0, 0, Residue.ZERO, Nullness.MAYBE_NULL, origin)),
                            origin)
                    : state.afterHelper(Value.EXCUSED);
        };
    }

    private State reserving(State state, long origin) {
        return state.with(state.references().with(origin, site.pc()));
    }

    /** How many bytes a peek or pop fills in: none where the map only looks at them. */
    private Scalar valueSize(State state) {
        return state.value(mapArgument()) instanceof Value.MapHandle(int index)
                        && image.maps().get(index) instanceof MapDefinition map && !map.type().isSketch()
                ? Scalar.constant(map.valueBytes())
                : Scalar.ZERO;
    }

    /** Memory after numbers were written to all bytes of a buffer; only the stack's contents are followed. */
    private static State filled(State state, Value pointer, Scalar size) {
        if (!(pointer instanceof StackPointer(int frame, long min, long max, Residue _))
                || !Stack.contains(min, max - min + size.umax())) {
            return state;
        }
        Stack stack = state.stack(frame);
        int certain = min == max ? (int) size.umin() : 0;
        if (certain < max - min + size.umax()) {
            stack = stack.blur((int) min, (int) (max - min + size.umax()));
        }
        return state.withStack(frame, stack.fill((int) min, certain));
    }

    private Reg mapArgument() {
        return new Reg(Math.max(1, helper.mapArgument()));
    }
}
