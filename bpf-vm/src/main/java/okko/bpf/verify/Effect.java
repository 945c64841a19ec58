package okko.bpf.verify;

import okko.bpf.image.ProgramImage;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.AtomicOp;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction.Swap;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.Nullness;
import okko.bpf.verify.Value.StackPointer;

/**
 * The second question: what does an instruction do to the state, its needs being met? Branches have their own answer,
 * {@link BranchEffect}; calls within the program and exits are for {@link Walk}, which knows the functions.
 */
final class Effect {

    private static final Reg RESULT = new Reg(0);

    private Effect() {}

    /** The state after an instruction that is followed by the next one. */
    static State of(Instruction instruction, State state, Site site, ProgramImage image) {
        return switch (instruction) {
            case Alu alu -> alu.op() == AluOp.MOV ? move(alu, state, site) : compute(alu, state, site);
            case Negate(Width width, Reg dst) ->
                state.with(dst, number(state.value(dst), n -> ScalarArithmetic.negated(width, n)));
            case MoveSigned(Width width, var from, Reg dst, Reg src) -> state.with(dst, number(state.value(src), n -> {
                Scalar extended = ScalarArithmetic.signExtended(n, 8 * from.bytes());
                return width == Width.W64 ? extended : ScalarArithmetic.low32(extended);
            }));
            case Swap(var order, int bits, Reg dst) ->
                state.with(dst, number(state.value(dst), n -> ScalarArithmetic.swapped(order, bits, n)));
            case LoadImmediate(Reg dst, long value) -> state.with(dst, Scalar.constant(value));
            case LoadMap(Reg dst, int map) ->
                state.with(dst, isDefined(map, image) ? new Value.MapHandle(map) : Value.EXCUSED);
            case LoadMapValue(Reg dst, int map, int offset) -> state.with(dst, isDefined(map, image)
                    ? new MapValue(map, offset, offset, Residue.of(offset), Nullness.NOT_NULL, 0)
                    : Value.EXCUSED);
            case LoadVariable(Reg dst, int variable) ->
                state.with(dst, new Value.VariablePointer(variable, 0, 0, Residue.ZERO));
            case LoadCode(Reg dst, int target) -> state.with(dst, new Value.CodePointer(target));
            case LoadPacket load -> loadPacket(load, state, site.pc());
            case Load load -> load(load, namedSlot(load, state, site), image);
            case Store store -> store(store, state, site);
            case Atomic atomic -> exchange(atomic, state);
            case CallHelper(int number) -> CallEffect.of(number, state, site, image);
            case CallLocal _, CallRegister _, Jump _, Branch _, Exit _ -> state;
        };
    }

    /** A load of a map that is not there makes a finding of its own. */
    private static boolean isDefined(int map, ProgramImage image) {
        return map >= 0 && map < image.maps().size();
    }

    /** The state in which a register's number has a name, so that what is learnt of a copy is learnt of it. */
    static State named(State state, Operand operand, long name) {
        if (!(operand instanceof Reg register)
                || !(state.value(register) instanceof Scalar number)
                || number.isConstant()
                || number.relation() != null) {
            return state;
        }
        return state.with(register, number.with(Relation.exact(Sum.named(name))));
    }

    private interface NumberChange {
        Scalar apply(Scalar number);
    }

    /** A number changed; of anything else a finding was made. */
    private static Value number(Value value, NumberChange change) {
        return value instanceof Scalar number ? change.apply(number) : Value.EXCUSED;
    }

    private static State move(Alu alu, State state, Site site) {
        State named = named(state, alu.src(), site.ofOperand());
        Value source = PointerArithmetic.operand(alu.src(), named);
        Value half = PointerArithmetic.half(source);
        return named.with(alu.dst(), alu.width() == Width.W64 ? source
                : half != null ? half : number(source, ScalarArithmetic::low32));
    }

    private static State compute(Alu alu, State state, Site site) {
        boolean linear = alu.op() == AluOp.ADD || alu.op() == AluOp.SUB;
        State named = linear && !alu.src().equals(alu.dst())
                ? shortened(named(state, alu.src(), site.ofOperand()), alu, site)
                : state;
        Value left = named.value(alu.dst());
        Value right = PointerArithmetic.operand(alu.src(), named);
        if (left instanceof Scalar a && right instanceof Scalar b) {
            return named.with(alu.dst(), ScalarArithmetic.apply(alu.op(), alu.width(), a, b));
        }
        Value ofAddresses = PointerArithmetic.ofAddresses(alu.op(), alu.width(), left, right);
        if (ofAddresses != null) {
            return named.with(alu.dst(), ofAddresses);
        }
        Value result = linear && alu.width() == Width.W64
                ? PointerArithmetic.sum(alu.op(), left, right, site.ofResult())
                : null;
        return named.with(alu.dst(), result == null ? Value.EXCUSED : result);
    }

    /** Gives the first operand's sum one name if that and the second operand's sum were too long together. */
    private static State shortened(State state, Alu alu, Site site) {
        Sum left = sumOf(state.value(alu.dst()));
        Sum right = sumOf(PointerArithmetic.operand(alu.src(), state));
        boolean isLong = left != null && right != null
                && left.termCount() > 1 && !left.mentionsLength()
                && left.termCount() + right.termCount() > Sum.SHORT_TERMS;
        return isLong ? state.renaming(left.terms(), site.ofShortened()) : state;
    }

    private static Sum sumOf(Value value) {
        return switch (value) {
            case Scalar number -> number.sum();
            case Value.PacketPointer pointer -> pointer.sum();
            case Value.Uninitialised _, Value.Mixed _, Value.Stale _, Value.PacketNumber _,
                        Value.Excused _,
                    StackPointer _,
                    Value.ContextPointer _, Value.VariablePointer _, Value.CodePointer _, Value.MapHandle _,
                    Value.Nullable _ -> null;
        };
    }

    /** The state in which a spilled number has a name: so a test of the copy tells of the slot as well. */
    private static State namedSlot(Load load, State state, Site site) {
        if (load.size().bytes() == Stack.Slot.BYTES
                && state.value(load.base()) instanceof StackPointer(int frame, long min, long max, var _)
                && min == max
                && Stack.contains(min + load.offsetBytes(), Stack.Slot.BYTES)
                && (min + load.offsetBytes()) % Stack.Slot.BYTES == 0
                && state.stack(frame).load((int) min + load.offsetBytes(), Stack.Slot.BYTES) instanceof Scalar number
                && number.relation() == null
                && !number.isConstant()
                && state.stack(frame).slot(Stack.slotOf((int) min + load.offsetBytes()))
                        instanceof Stack.Slot.Spilled) {
            Scalar named = number.with(Relation.exact(Sum.named(site.ofResult())));
            return state.withStack(frame, state.stack(frame)
                    .store((int) min + load.offsetBytes(), Stack.Slot.BYTES, named));
        }
        return state;
    }

    private static State load(Load load, State state, ProgramImage image) {
        int bytes = load.size().bytes();
        Value loaded = switch (state.value(load.base())) {
            case StackPointer pointer when pointer.min() == pointer.max() -> {
                int offset = (int) pointer.min() + load.offsetBytes();
                yield Stack.contains(offset, bytes)
                        ? state.stack(pointer.frame()).load(offset, bytes)
                        : Scalar.ofBytes(bytes);
            }
            case Value.ContextPointer _ -> ContextField.valueAt(load.offsetBytes());
            case MapValue pointer -> ConstantData.loaded(
                    image.maps().get(pointer.map()), pointer.min() + load.offsetBytes(),
                    pointer.max() + load.offsetBytes(), bytes);
            case Scalar _, Value.Uninitialised _, Value.Mixed _, Value.Stale _, Value.PacketNumber _, Value.Excused _,
                    StackPointer _,
                    Value.PacketPointer _, Value.VariablePointer _, Value.CodePointer _, Value.MapHandle _,
                    Value.RingRecord _ -> Scalar.ofBytes(bytes);
        };
        return state.with(load.dst(), load.signed() && loaded instanceof Scalar number
                ? ScalarArithmetic.signExtended(number, 8 * bytes)
                : loaded);
    }

    /** A run that gets beyond the load has a packet that reaches so far. */
    private static State loadPacket(LoadPacket load, State state, int pc) {
        int bytes = load.size().bytes();
        State after = state.afterHelper(Scalar.ofBytes(bytes));
        return load.index() instanceof Imm(int index)
                ? after.with(after.facts().learning(
                        Sum.LENGTH.plus(-((long) load.offsetBytes() + index + bytes)), pc))
                : after;
    }

    private static State store(Store store, State state, Site site) {
        State named = named(state, store.value(), site.ofOperand());
        Value stored = PointerArithmetic.operand(store.value(), named);
        return written(named, named.value(store.base()), store.offsetBytes(), store.size().bytes(), stored);
    }

    /** Memory after a write; only the stack's contents are followed. */
    private static State written(State state, Value base, int offset, int bytes, Value value) {
        if (!(base instanceof StackPointer pointer)) {
            return state;
        }
        Stack stack = state.stack(pointer.frame());
        int first = (int) pointer.min() + offset;
        int span = (int) (pointer.max() - pointer.min()) + bytes;
        if (!Stack.contains(first, span)) {
            return state;
        }
        boolean exact = pointer.min() == pointer.max();
        return state.withStack(pointer.frame(), exact ? stack.store(first, bytes, value) : stack.blur(first, span));
    }

    private static State exchange(Atomic atomic, State state) {
        int bytes = atomic.size().bytes();
        State after = written(state, state.value(atomic.base()), atomic.offsetBytes(), bytes, Scalar.ofBytes(bytes));
        if (!atomic.fetch()) {
            return after;
        }
        Reg receiver = atomic.op() == AtomicOp.CMPXCHG ? RESULT : atomic.src();
        return after.with(receiver, Scalar.ofBytes(bytes));
    }
}
