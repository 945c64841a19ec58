package okko.bpf.verify;

import java.util.stream.Collectors;
import okko.bpf.helper.Argument;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Reg;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.verify.Value.PacketPointer;
import okko.bpf.verify.Value.RingRecord;

/** Does a register hold what a helper expects of an argument? */
final class ArgumentEntailment {

    private final Need.Passed need;
    private final State state;
    private final ProgramImage image;
    private final Reg register;
    private final Value value;

    private ArgumentEntailment(Need.Passed need, State state, ProgramImage image) {
        this.need = need;
        this.state = state;
        this.image = image;
        register = need.register();
        value = state.value(register);
    }

    /** Why the call may do harm; {@code null} if this argument is as it should be. */
    static Reason refute(Need.Passed need, State state, ProgramImage image) {
        return Entailment.isExcused(state.value(need.register()))
                ? null
                : new ArgumentEntailment(need, state, image).refute();
    }

    private Reason refute() {
        return switch (need.kind()) {
            case MAP, PER_THREAD_MAP, QUEUE_MAP, PROGRAM_ARRAY, RING_BUFFER -> refuteMap();
            case MAP_KEY, MAP_VALUE, MAP_VALUE_OUT, BYTES, BYTES_OR_NULL, BYTES_OUT -> refuteMemory();
            case SIZE -> refuteSize(1);
            case SIZE_OR_ZERO -> refuteSize(0);
            case FORMAT -> FormatEntailment.refute(register, state, image);
            case PRINTED -> value instanceof Value.Uninitialised
                    ? null
                    : Entailment.refuteNumber(register, state, image);
            case CONTEXT -> refuteContext();
            case RECORD -> refuteRecord();
            case SCALAR -> Entailment.refuteNumber(register, state, image);
            case CONSTANT -> refuteConstant();
        };
    }

    private Reason refuteMap() {
        if (!(value instanceof Value.MapHandle(int index))) {
            return reason("the handle of a map in " + register, "pass the address of a map that the object defines");
        }
        MapDefinition map = image.maps().get(index);
        if (!need.kind().mapTypes().contains(map.type())) {
            return new Reason(
                    "a map of kind " + kinds(need.kind()) + " in " + register,
                    known() + ", of kind " + map.type().label(),
                    hint(map.type()));
        }
        return map.access() == ProgramAccess.READ_ONLY
                ? reason("a map that may be changed in " + register, "read constant data by its address")
                : null;
    }

    private static String kinds(Argument kind) {
        return kind.mapTypes().stream().sorted().map(MapType::label).collect(Collectors.joining(", "));
    }

    private static String hint(MapType type) {
        return switch (type) {
            case PROGRAM_ARRAY -> "a program array is for tail calls only";
            case RING_BUFFER -> "a ring buffer takes records: output, or reserve and submit";
            case QUEUE, STACK -> "items are pushed, popped and peeked at, not looked up";
            case BLOOM_FILTER -> "items are pushed, and asked for by peek";
            case ARRAY, HASH, LRU_HASH, LPM_TRIE, PER_THREAD_ARRAY, PER_THREAD_HASH, COUNT_MIN ->
                "call a helper for maps of this kind";
        };
    }

    private Reason refuteMemory() {
        MemoryAccess access = MemoryAccess.of(need, state, image);
        return access == null ? null : MemoryEntailment.refute(access, state, image);
    }

    private Reason refuteSize(long least) {
        boolean isBounded = value instanceof Scalar number
                && Long.compareUnsigned(number.umin(), least) >= 0
                && Long.compareUnsigned(number.umax(), MapDefinition.MAX_VALUE_BYTES) <= 0;
        return isBounded
                ? null
                : reason("a size of " + least + " to " + MapDefinition.MAX_VALUE_BYTES + " in " + register,
                        "check the size on both sides before this call");
    }

    private Reason refuteContext() {
        boolean isContext = switch (image.abi()) {
            case XDP -> value instanceof Value.ContextPointer;
            case OKO, CONFORMANCE -> PacketPointer.FIRST_BYTE.equals(value);
        };
        return isContext
                ? null
                : reason("the context in " + register, "pass on what the program was given in r1, unmodified");
    }

    private Reason refuteRecord() {
        boolean isRecord = value instanceof RingRecord record
                && !record.isMaybeNull() && record.min() == 0 && record.max() == 0;
        return isRecord
                ? null
                : reason("a record of a ring buffer, at its first byte, in " + register,
                        "pass the result of the reservation, compared with 0, and pass it only once");
    }

    private Reason refuteConstant() {
        boolean isConstant = value instanceof Scalar number && number.isConstant()
                && number.smin() >= 0 && number.smin() <= Integer.MAX_VALUE;
        return isConstant
                ? null
                : reason("a constant of 0 to " + Integer.MAX_VALUE + " in " + register,
                        "pass a number that is the same on all paths");
    }

    private Reason reason(String needs, String hint) {
        return new Reason(needs, known(), hint);
    }

    private String known() {
        return Wording.known(register.toString(), value, image);
    }
}
