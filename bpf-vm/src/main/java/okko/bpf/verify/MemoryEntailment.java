package okko.bpf.verify;

import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Reg;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;
import okko.bpf.verify.Need.Access;
import okko.bpf.verify.Reason.MissingCheck;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.PacketPointer;
import okko.bpf.verify.Value.RingRecord;
import okko.bpf.verify.Value.StackPointer;
import okko.bpf.verify.Value.VariablePointer;

/** Does the state entail that an access to memory stays within what it may touch? One rule per kind of memory. */
final class MemoryEntailment {

    private final State state;
    private final ProgramImage image;
    private final MemoryAccess access;

    private MemoryEntailment(State state, ProgramImage image, MemoryAccess access) {
        this.state = state;
        this.image = image;
        this.access = access;
    }

    /** Why the access may fault; {@code null} if it cannot. */
    static Reason refute(MemoryAccess access, State state, ProgramImage image) {
        return new MemoryEntailment(state, image, access).refute();
    }

    private Reason refute() {
        return switch (access.pointer()) {
            case Value.Excused _ -> null;
            case PacketPointer pointer -> ofPacket(pointer);
            case StackPointer pointer -> ofStack(pointer);
            case MapValue pointer -> ofMapValue(pointer);
            case RingRecord pointer -> ofRecord(pointer);
            case VariablePointer pointer -> ofVariable(pointer);
            case Value.ContextPointer _ -> ofContext();
            case Scalar _, Value.PacketNumber _, Value.MapHandle _, Value.CodePointer _ -> new Reason(
                    "a pointer in " + access.base(), known(), "address memory through a pointer only");
            case Value.Stale _ -> new Reason("a pointer into the packet as it is now in " + access.base(), known(),
                    "load data and data_end again after the call, and check the length again");
            case Value.Uninitialised _, Value.Mixed _ -> new Reason(
                    access.base() + " initialised", known(), "give " + access.base() + " a value on every path");
        };
    }

    private Reason ofPacket(PacketPointer pointer) {
        Sum start = pointer.sum().plus(access.offset());
        Sum end = start == null || access.size() == null ? null : start.plus(access.size());
        if (access.access() != Access.READ && !image.role().packetIsWritable()) {
            return new Reason(
                    "memory that a filter may write",
                    access.base() + " points into the packet, which a filter only reads",
                    "load the program as an action, or change a copy on the stack");
        }
        if (access.access() == Access.ATOMIC) {
            return new Reason(
                    "memory of known alignment for an atomic operation",
                    access.base() + " points into the packet, which may begin at any address",
                    "the packet is this run's alone: load, change and store");
        }
        PacketFacts facts = state.facts();
        boolean begins = pointer.min() + access.offset() >= 0 || Proof.notNegative(start, state);
        boolean ends = pointer.max() + access.offset() + access.bytes() <= facts.constant().bytes()
                || end != null && Proof.notNegative(Sum.LENGTH.minus(end), state);
        return begins && ends ? null : outsidePacket(pointer, start, begins);
    }

    private Reason outsidePacket(PacketPointer pointer, Sum start, boolean begins) {
        PacketFacts facts = state.facts();
        PacketFacts.Fact constant = facts.constant().told();
        String least = "packet has at least " + constant.bytes() + " bytes" + Wording.check(constant.pc(), image);
        if (start == null || start.isConstant()) {
            long from = pointer.min() + access.offset();
            String needs = "packet bytes " + Wording.bytes(from, access.bytes()) + " readable";
            if (!begins) {
                return new Reason(needs, "packet bytes begin at 0", "do not go before the packet's first byte");
            }
            String hint =
                    "return before this access if the packet has fewer than " + (from + access.bytes()) + " bytes";
            MissingCheck missing = missing(Sum.constant(0), from);
            if (constant.bytes() > 0) {
                return new Reason(needs, least, hint, missing);
            }
            long most = longestPacket();
            return most == PacketFacts.MAX_LENGTH_BYTES
                    ? new Reason(needs, "packet's length was not checked", hint, missing)
                    : new Reason(needs, "packet has at most " + most + " bytes, and may have none",
                            "the check is the wrong way round: " + hint, missing);
        }
        String variable = Wording.variable(start.terms());
        long addend = start.addend();
        long base = pointer.sum().addend();
        String needs = "packet bytes " + Wording.bytes(variable, addend, access.bytes()) + " readable, " + variable
                + " being " + Wording.range(pointer.min() - base, pointer.max() - base);
        if (!begins) {
            return new Reason(needs, "the first of them may lie before the packet's first byte",
                    "check that the offset is not negative before this access");
        }
        PacketFacts.Fact fact = facts.about(start.terms());
        PacketFacts.Fact told = fact == null ? null : fact.told();
        String known = least + (told == null
                ? ""
                : ", and at least " + Wording.plus(variable, told.bytes()) + Wording.check(told.pc(), image));
        return new Reason(needs, known, "compare " + Wording.plus(variable, addend + access.bytes())
                + " with the packet's length before this access", missing(start.terms(), addend));
    }

    private MissingCheck missing(Sum terms, long from) {
        PacketFacts.Fact fact = state.facts().about(terms);
        return new MissingCheck(terms, from + access.bytes(),
                fact == null || !fact.isAssumed() ? MissingCheck.NONE : fact.bytes());
    }

    /** What a register that still holds the packet's length says of it. */
    private long longestPacket() {
        long most = PacketFacts.MAX_LENGTH_BYTES;
        for (int i = 0; i < Reg.COUNT; i++) {
            if (state.value(new Reg(i)) instanceof Scalar number && Sum.LENGTH.equals(number.sum())) {
                most = Math.min(most, number.smax());
            }
        }
        return most;
    }

    private Reason ofStack(StackPointer pointer) {
        long from = pointer.min() + access.offset();
        long last = pointer.max() + access.offset();
        long span = last - from + access.bytes();
        String place = "stack bytes " + Wording.bytes(from, span);
        if (from < -Stack.BYTES || last + access.bytes() > 0) {
            return new Reason(place + " inside [-512, 0)", known(), "a function's stack has 512 bytes below r10");
        }
        if (access.access() == Access.ATOMIC && !isAligned()) {
            return unaligned(place);
        }
        if (access.access() == Access.WRITE) {
            return null;
        }
        return ofStackContents(state.stack(pointer.frame()), pointer, (int) from, (int) span);
    }

    private Reason ofStackContents(Stack stack, StackPointer pointer, int from, int span) {
        boolean wholeSlot = access.access() == Access.READ && access.bytes() == Stack.Slot.BYTES
                && span == Stack.Slot.BYTES && from % Stack.Slot.BYTES == 0;
        if (wholeSlot && stack.slot(Stack.slotOf(from)) instanceof Stack.Slot.Spilled
                && access.by() == MemoryAccess.By.INSTRUCTION) {
            return null;
        }
        int unreadable = stack.firstUnreadable(from, span);
        if (unreadable == Integer.MAX_VALUE) {
            return null;
        }
        Value held = stack.pointerAt(unreadable);
        if (held != null) {
            return new Reason(
                    "numbers in stack bytes " + Wording.bytes(from, span),
                    Wording.known("the register spilled over byte " + unreadable, held, image),
                    "load all 8 bytes at once to get a spilled register back");
        }
        return new Reason(
                "stack bytes " + Wording.bytes(from, span) + " initialised",
                "byte " + unreadable + " was not written on every path that leads here",
                "initialise the whole variable before this access, padding too");
    }

    private Reason ofMapValue(MapValue pointer) {
        MapDefinition map = image.maps().get(pointer.map());
        if (pointer.isMaybeNull()) {
            return maybeNull("lookup");
        }
        if (map.access() == ProgramAccess.READ_ONLY && access.access() != Access.READ) {
            return new Reason(
                    "memory that may be written", known(), "copy the bytes to the stack and change them there");
        }
        return outsideOrUnaligned(
                pointer.min(), pointer.max(), map.lookupValueBytes(), Wording.insideValue(map), "value bytes");
    }

    private Reason ofRecord(RingRecord pointer) {
        if (pointer.isMaybeNull()) {
            return maybeNull("reservation");
        }
        return outsideOrUnaligned(pointer.min(), pointer.max(), pointer.sizeBytes(),
                "inside the record, which has " + pointer.sizeBytes() + " bytes", "record bytes");
    }

    private Reason ofVariable(VariablePointer pointer) {
        return access.access() == Access.READ
                ? outside(pointer.min(), pointer.max(), Long.BYTES, "inside the variable, which has 8 bytes")
                : new Reason("memory that may be written", known(), "the platform's variables are read only");
    }

    private Reason ofContext() {
        ContextField field = ContextField.at(access.offset());
        boolean isRead = access.access() == Access.READ && access.by() == MemoryAccess.By.INSTRUCTION;
        if (isRead && field != null && access.bytes() == ContextField.BYTES) {
            return null;
        }
        return new Reason(
                "a field of struct xdp_md, read as a whole",
                "invalid context access: " + (access.access() == Access.READ ? "a read" : "a write") + " of bytes "
                        + Wording.bytes(access.offset(), access.bytes()),
                "the fields are data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex:"
                        + " 4 bytes each, read only");
    }

    private Reason maybeNull(String call) {
        return new Reason(access.base() + " not null", known(),
                "compare the result of the " + call + " with 0 before this access");
    }

    private Reason outsideOrUnaligned(long min, long max, long size, String where, String what) {
        Reason outside = outside(min, max, size, where);
        if (outside != null) {
            return outside;
        }
        return access.access() == Access.ATOMIC && !isAligned() ? unaligned(what) : null;
    }

    private boolean isAligned() {
        return AlignmentEntailment.offset(access.pointer()).plus(access.offset()).isMultipleOf(access.bytes());
    }

    private Reason outside(long min, long max, long size, String where) {
        long from = min + access.offset();
        long end = max + access.offset() + access.bytes();
        if (from >= 0 && end <= size) {
            return null;
        }
        String hint = access.bytes() > size
                ? "access " + size + " bytes at most"
                : "check the offset before this access: " + access.bytes() + " bytes may begin at byte 0 to "
                        + (size - access.bytes());
        return new Reason("bytes " + Wording.bytes(from, end - from) + " " + where, known(), hint);
    }

    private Reason unaligned(String place) {
        return new Reason(
                place + " at a multiple of " + access.bytes() + " for an atomic operation",
                known(), "align the variable");
    }

    private String known() {
        return Wording.known(access.base(), access.pointer(), image);
    }
}
