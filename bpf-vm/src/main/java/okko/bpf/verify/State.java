package okko.bpf.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import okko.bpf.image.Abi;
import okko.bpf.isa.Reg;

/** All that is known before one instruction: registers, stack frames, the packet's length. Immutable. */
final class State {

    private static final int FIRST_SAVED = 6;
    private static final int LAST_SAVED = 9;
    private static final Reg RESULT = new Reg(0);

    private final Value[] registers;
    private final List<Frame> frames;
    private final PacketFacts facts;
    private final References references;
    private final Trail trail;

    State(Value[] registers, List<Frame> frames, PacketFacts facts, References references, Trail trail) {
        this.registers = registers;
        this.frames = frames;
        this.facts = facts;
        this.references = references;
        this.trail = trail;
    }

    /** At the program's entry: r1 holds the packet and r2 its length, or r1 the context; r10 the end of the stack. */
    static State atEntry(Abi abi) {
        Value[] registers = blank(0);
        switch (abi) {
            case OKO, CONFORMANCE -> {
                registers[1] = Value.PacketPointer.FIRST_BYTE;
                registers[2] = Scalar.between(0, PacketFacts.MAX_LENGTH_BYTES).with(Relation.exact(Sum.LENGTH));
            }
            case XDP -> registers[1] = Value.CONTEXT;
        }
        return new State(
                registers, List.of(new Frame(Stack.EMPTY, List.of())), PacketFacts.AT_ENTRY, References.NONE,
                Trail.UNFOLLOWED);
    }

    Value value(Reg register) {
        return registers[register.number()];
    }

    /** A register's number; only for one that is known to hold a number. */
    Scalar scalar(Reg register) {
        return registers[register.number()] instanceof Scalar number ? number : Scalar.UNKNOWN;
    }

    Value[] registers() {
        return registers;
    }

    List<Frame> frames() {
        return frames;
    }

    Stack stack(int frame) {
        return frames.get(frame).stack();
    }

    int depth() {
        return frames.size() - 1;
    }

    /** How many slots of all frames hold something. */
    int stackSlots() {
        int slots = 0;
        for (Frame frame : frames) {
            slots += Long.bitCount(frame.stack().used());
        }
        return slots;
    }

    PacketFacts facts() {
        return facts;
    }

    References references() {
        return references;
    }

    /** A way that leads here. */
    Trail trail() {
        return trail;
    }

    State with(Reg register, Value value) {
        if (registers[register.number()] == value) {
            return this;
        }
        Value[] changed = registers.clone();
        changed[register.number()] = value;
        return new State(changed, frames, facts, references, trail);
    }

    State with(PacketFacts newFacts) {
        return newFacts == facts ? this : new State(registers, frames, newFacts, references, trail);
    }

    State with(References newReferences) {
        return newReferences == references ? this : new State(registers, frames, facts, newReferences, trail);
    }

    State with(Trail newTrail) {
        return newTrail == trail ? this : new State(registers, frames, facts, references, newTrail);
    }

    State withStack(int frame, Stack stack) {
        return stack == stack(frame) ? this : withFrame(frame, frames.get(frame).with(stack));
    }

    State withFrame(int index, Frame frame) {
        List<Frame> changed = new ArrayList<>(frames);
        changed.set(index, frame);
        return new State(registers, changed, facts, references, trail);
    }

    /** Replaces what is known of each register and of the stack; the same state if nothing changes. */
    State mapValues(UnaryOperator<Value> change) {
        Value[] changed = null;
        for (int i = 0; i < registers.length; i++) {
            Value after = change.apply(registers[i]);
            if (after != registers[i]) {
                changed = changed == null ? registers.clone() : changed;
                changed[i] = after;
            }
        }
        List<Frame> changedFrames = mapFrames(change);
        return changed == null && changedFrames == frames
                ? this
                : new State(changed == null ? registers : changed, changedFrames, facts, references, trail);
    }

    /** The same state with one name for what was a sum of several: nothing is forgotten of the sum itself. */
    State renaming(Sum terms, long name) {
        Sum named = Sum.named(name);
        return mapValues(value -> switch (value) {
            case Scalar number when number.relation() != null && number.relation().sum().sameTerms(terms) -> {
                Relation relation = number.relation();
                yield number.with(new Relation(named.plus(relation.sum().addend()), relation.form()));
            }
            case Value.PacketPointer(Sum sum, long min, long max, Residue residue) when sum.sameTerms(terms) ->
                new Value.PacketPointer(named.plus(sum.addend()), min, max, residue);
            case Scalar _, Value.PacketPointer _, Value.Uninitialised _, Value.Mixed _, Value.Stale _,
                    Value.PacketNumber _, Value.Excused _,
                    Value.StackPointer _, Value.ContextPointer _, Value.VariablePointer _, Value.CodePointer _,
                    Value.MapHandle _, Value.Nullable _ -> value;
        }).with(facts.renaming(terms, named));
    }

    /** Registers and slots of the running function whose bit is not set are of no further use: they are forgotten. */
    State retaining(int liveRegisters, long liveSlots) {
        Value[] changed = null;
        for (int i = 0; i < registers.length; i++) {
            if ((liveRegisters & 1 << i) == 0 && registers[i] != Value.UNINITIALISED) {
                changed = changed == null ? registers.clone() : changed;
                changed[i] = Value.UNINITIALISED;
            }
        }
        State state = changed == null ? this : new State(changed, frames, facts, references, trail);
        Stack stack = state.stack(depth()).retaining(liveSlots);
        return stack == state.stack(depth()) || state.holdsAddressIn(stack) ? state : state.withStack(depth(), stack);
    }

    /** Whether the running function's stack may be reached otherwise than through r10, of that stack itself so much. */
    private boolean holdsAddressIn(Stack stack) {
        int own = depth();
        for (int i = 0; i < Reg.FRAME_POINTER.number(); i++) {
            if (registers[i] instanceof Value.StackPointer pointer && pointer.frame() == own) {
                return true;
            }
        }
        boolean holds = stack.holdsAddressOf(own);
        for (int i = 0; i < own; i++) {
            holds |= stack(i).holdsAddressOf(own);
        }
        return holds;
    }

    /** After a helper: r1 to r5 are undefined. */
    State afterHelper(Value result) {
        Value[] changed = registers.clone();
        changed[0] = result;
        Arrays.fill(changed, 1, FIRST_SAVED, Value.UNINITIALISED);
        return new State(changed, frames, facts, references, trail);
    }

    /** After a helper has moved the packet's ends: pointers into it, its length and what was checked of it are old. */
    State withPacketMoved(int pc) {
        Value stale = new Value.Stale(pc);
        return with(PacketFacts.AT_ENTRY).mapValues(value -> switch (value) {
            case Value.PacketPointer _, Value.PacketNumber _ -> stale;
            case Scalar number when number.relation() != null && number.relation().sum().mentionsLength() ->
                number.with(null);
            case Scalar _, Value.Uninitialised _, Value.Mixed _, Value.Stale _, Value.Excused _, Value.StackPointer _,
                    Value.ContextPointer _, Value.VariablePointer _, Value.CodePointer _, Value.MapHandle _,
                    Value.Nullable _ -> value;
        });
    }

    /** Without a record that was given away, or never was: each copy of its address becomes what {@code by} says. */
    State without(Value.RingRecord gone, Value by) {
        return with(references.without(gone.origin())).mapValues(value ->
                value instanceof Value.RingRecord other && other.origin() == gone.origin() ? by : value);
    }

    /** At the entry of a function of the program: its own stack, the caller's arguments, nothing else. */
    State entering() {
        Value[] callee = blank(frames.size());
        System.arraycopy(registers, 1, callee, 1, FIRST_SAVED - 1);
        List<Value> saved = List.of(Arrays.copyOfRange(registers, FIRST_SAVED, LAST_SAVED + 1));
        List<Frame> deeper = new ArrayList<>(frames);
        deeper.add(new Frame(Stack.EMPTY, saved));
        return new State(callee, deeper, facts, references, trail);
    }

    /** Back in the caller: its registers again, the result in r0, and no pointer into the stack that is gone. */
    State returning() {
        int gone = frames.size() - 1;
        Value[] caller = blank(gone - 1);
        caller[0] = value(RESULT);
        for (int i = FIRST_SAVED; i <= LAST_SAVED; i++) {
            caller[i] = frames.get(gone).saved().get(i - FIRST_SAVED);
        }
        State back = new State(caller, List.copyOf(frames.subList(0, gone)), facts, references, trail);
        return back.mapValues(value ->
                value instanceof Value.StackPointer pointer && pointer.frame() == gone ? Value.MIXED : value);
    }

    private static Value[] blank(int frame) {
        Value[] registers = new Value[Reg.COUNT];
        Arrays.fill(registers, Value.UNINITIALISED);
        registers[Reg.FRAME_POINTER.number()] = new Value.StackPointer(frame, 0, 0, Residue.ZERO);
        return registers;
    }

    private List<Frame> mapFrames(UnaryOperator<Value> change) {
        List<Frame> changed = frames;
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            Stack stack = frame.stack().mapValues(change);
            List<Value> saved = frame.saved().isEmpty() ? frame.saved() : frame.saved().stream().map(change).toList();
            if (stack != frame.stack() || !saved.equals(frame.saved())) {
                changed = changed == frames ? new ArrayList<>(frames) : changed;
                changed.set(i, new Frame(stack, saved));
            }
        }
        return changed;
    }
}
