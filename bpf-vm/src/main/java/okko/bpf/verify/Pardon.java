package okko.bpf.verify;

import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Need.Access;
import okko.bpf.verify.Value.PacketPointer;
import okko.bpf.verify.Value.RingRecord;
import okko.bpf.verify.Value.StackPointer;

/** After a finding, the state goes on as if the need had been met, so that one cause makes one finding. */
final class Pardon {

    private Pardon() {}

    static State of(Need need, State state, ProgramImage image) {
        return switch (need) {
            case Need.Initialised(Reg register) -> state.with(register, Value.EXCUSED);
            case Need.Halvable(Reg register) -> state.with(register, Value.EXCUSED);
            case Need.Number(Reg register) -> state.with(register, Value.EXCUSED);
            case Need.Passed passed -> ofArgument(passed, state, image);
            case Need.Arithmetic arithmetic -> state.with(arithmetic.dst(), Value.EXCUSED);
            case Need.NoContext(Reg base) -> state.with(base, Value.EXCUSED);
            case Need.Memory memory -> ofAccess(MemoryAccess.of(need, state, image), memory.base(), state, image);
            case Need.NothingReserved _ -> state.with(References.NONE);
            case Need.NonZeroDivisor _, Need.ShiftBelowWidth _, Need.Comparable _, Need.Storable _, Need.KnownHelper _,
                    Need.DefinedMap _, Need.WritablePacket _, Need.DirectValue _, Need.Variable _, Need.Aligned _,
                    Need.MultipleOf _ -> state;
        };
    }

    private static State ofArgument(Need.Passed need, State state, ProgramImage image) {
        MemoryAccess access = MemoryAccess.of(need, state, image);
        if (access != null) {
            return ofAccess(access, need.register(), state, image);
        }
        return state.value(need.register()) instanceof RingRecord record
                ? state.without(record, Value.EXCUSED)
                : state.with(need.register(), Value.EXCUSED);
    }

    private static State ofAccess(MemoryAccess access, Reg base, State state, ProgramImage image) {
        return switch (access.pointer()) {
            case PacketPointer pointer when isAllowed(access.access(), image) -> ofPacket(access, pointer, state);
            case StackPointer pointer -> ofStack(access, pointer, state);
            case Value.Nullable pointer when pointer.isMaybeNull() -> BranchEffect.notNull(state, pointer);
            case Value.Nullable pointer when isVariable(pointer) -> state.with(base, Value.EXCUSED);
            case PacketPointer _, Value.Nullable _, Value.VariablePointer _, Value.ContextPointer _ -> state;
            case Scalar _, Value.MapHandle _, Value.CodePointer _, Value.Uninitialised _, Value.Mixed _, Value.Stale _,
                    Value.PacketNumber _, Value.Excused _ -> state.with(base, Value.EXCUSED);
        };
    }

    /** Whether it is only the packet's length that may be at fault. */
    private static boolean isAllowed(Access access, ProgramImage image) {
        return switch (access) {
            case READ -> true;
            case WRITE -> image.role().packetIsWritable();
            case ATOMIC -> false;
        };
    }

    /** Where an index is at fault, each further access by it would be. */
    private static boolean isVariable(Value.Nullable pointer) {
        return switch (pointer) {
            case Value.MapValue value -> value.min() != value.max();
            case RingRecord record -> record.min() != record.max();
        };
    }

    private static State ofPacket(MemoryAccess access, PacketPointer pointer, State state) {
        Sum end = pointer.sum().plus((long) access.offset() + access.bytes());
        Sum beyond = end == null ? null : Sum.LENGTH.minus(end);
        return state.with(state.facts().assuming(beyond));
    }

    private static State ofStack(MemoryAccess access, StackPointer pointer, State state) {
        long from = pointer.min() + access.offset();
        boolean readable = access.access() != Access.WRITE && pointer.min() == pointer.max()
                && Stack.contains(from, access.bytes());
        if (!readable) {
            return state;
        }
        Stack stack = state.stack(pointer.frame());
        if (access.bytes() == Stack.Slot.BYTES && from % Stack.Slot.BYTES == 0) {
            return state.withStack(pointer.frame(), stack.store((int) from, access.bytes(), Value.EXCUSED));
        }
        for (int i = 0; i < access.bytes(); i++) {
            stack = stack.store((int) from + i, 1, Scalar.ofBytes(1));
        }
        return state.withStack(pointer.frame(), stack);
    }
}
