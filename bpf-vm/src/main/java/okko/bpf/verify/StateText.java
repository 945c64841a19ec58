package okko.bpf.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Reg;
import okko.bpf.map.MapDefinition;

/** Writes a state for its reader: short, without what goes without saying. */
final class StateText {

    private static final int LETTERS = 26;
    private static final String ZERO = " = 0";
    private static final String WRITTEN = " written";

    private final State state;
    private final ProgramImage image;
    private final Map<Long, Integer> uses = new HashMap<>();
    private final Map<Long, String> letters = new HashMap<>();

    private StateText(State state, ProgramImage image) {
        this.state = state;
        this.image = image;
    }

    /** Writes what is known before an instruction. */
    static LoggedState of(State state, ProgramImage image) {
        return new StateText(state, image).text();
    }

    private LoggedState text() {
        state.mapValues(value -> {
            count(sumIn(value));
            return value;
        });
        Set<Long> held = Set.copyOf(uses.keySet());
        state.facts().forEachTerms(this::count);
        uses.put(Sum.LENGTH_NAME, 2);
        letters.put(Sum.LENGTH_NAME, "length");
        Map<String, String> registers = new LinkedHashMap<>();
        for (int i = 0; i < Reg.FRAME_POINTER.number(); i++) {
            Value value = state.registers()[i];
            if (!(value instanceof Value.Uninitialised)) {
                registers.put("r" + i, text(value));
            }
        }
        List<String> stack = new ArrayList<>();
        for (int frame = state.depth(); frame >= 0; frame--) {
            addStack(frame, stack);
        }
        return new LoggedState(registers, stack, packet(held),
                state.references().records().stream().map(References.Reference::pc).toList());
    }

    private String text(Value value) {
        return switch (value) {
            case Value.Uninitialised _ -> "not written";
            case Value.Mixed _ -> "one thing or another";
            case Value.Stale(int pc) -> "old packet pointer, since pc " + pc;
            case Value.Excused _ -> "in doubt";
            case Scalar number -> number(number);
            case Value.PacketPointer pointer -> packetPointer(pointer);
            case Value.PacketNumber(var address, var form) -> switch (form) {
                case LOW_HALF -> "low half of ";
                case COMPLEMENT -> "complement of ";
                case LOW_HALF_OF_COMPLEMENT -> "low half of the complement of ";
            } + packetPointer(address);
            case Value.StackPointer(int frame, long min, long max, var _) -> moved(stackOf(frame), min, max);
            case Value.ContextPointer _ -> "context";
            case Value.VariablePointer(int variable, long min, long max, var _) ->
                moved("variable " + variable, min, max);
            case Value.CodePointer(int target) -> "code of " + Wording.function(target, image);
            case Value.MapHandle(int map) -> "map " + image.maps().get(map).name();
            case Value.MapValue pointer -> pointer.isMaybeNull()
                    ? valueOf(pointer.map()) + " or null"
                    : moved(valueOf(pointer.map()), pointer.min(), pointer.max());
            case Value.RingRecord pointer -> pointer.isMaybeNull()
                    ? recordOf(pointer) + " or null"
                    : moved(recordOf(pointer), pointer.min(), pointer.max());
        };
    }

    private String stackOf(int frame) {
        return frame == state.depth() ? "stack" : "stack of caller " + (state.depth() - frame);
    }

    private String valueOf(int map) {
        MapDefinition definition = image.maps().get(map);
        return definition.isGlobalData() ? definition.name() : "value of " + definition.name();
    }

    private String recordOf(Value.RingRecord record) {
        return "record of " + image.maps().get(record.map()).name() + ", " + record.sizeBytes() + " bytes";
    }

    private static String moved(String memory, long min, long max) {
        return min == max ? Wording.plus(memory, min) : memory + " + " + range(min, max);
    }

    private String packetPointer(Value.PacketPointer pointer) {
        Sum sum = pointer.sum();
        if (sum.isConstant()) {
            return Wording.plus("packet", sum.addend());
        }
        boolean isNamed = sum.allNames(name -> uses.get(name) > 1);
        return isNamed
                ? "packet + " + text(sum) + ", at " + range(pointer.min(), pointer.max())
                : "packet + " + range(pointer.min(), pointer.max());
    }

    private String number(Scalar number) {
        if (number.isConstant()) {
            return Long.toString(number.smin());
        }
        Sum sum = number.sum();
        boolean isNamed = sum != null && sum.allNames(name -> uses.get(name) > 1);
        String range = range(number);
        return isNamed ? text(sum) + (range.isEmpty() ? "" : ", " + range) : range.isEmpty() ? "any number" : range;
    }

    private static String range(Scalar number) {
        boolean isAny = number.smin() == Long.MIN_VALUE && number.umin() == 0 && number.umax() == -1;
        String range = isAny ? ""
                : number.smin() < 0 ? range(number.smin(), number.smax())
                : Long.toUnsignedString(number.umin()) + ".." + Long.toUnsignedString(number.umax());
        long step = number.bits().knownLow() + 1;
        String steps = step <= 1 ? range
                : range + (range.isEmpty() ? "" : ", ") + "multiple of " + step
                        + Wording.plus("", number.bits().value() & step - 1);
        return number.low() == null ? steps
                : steps + (steps.isEmpty() ? "" : ", ") + "low half " + Wording.half(number.low(), "..");
    }

    private static String range(long min, long max) {
        return min == max ? Long.toString(min) : min + ".." + max;
    }

    private String text(Sum sum) {
        StringBuilder text = new StringBuilder();
        sum.added().forEachName(name -> text.append(text.isEmpty() ? "" : " + ").append(letter(name)));
        sum.subtracted().forEachName(name -> text.append(" - ").append(letter(name)));
        return Wording.plus(text.toString(), sum.addend());
    }

    private String letter(long name) {
        return letters.computeIfAbsent(name, _ -> {
            int position = letters.size() - 1;
            String letter = Character.toString('a' + position % LETTERS);
            return position < LETTERS ? letter : letter + position / LETTERS;
        });
    }

    private static Sum sumIn(Value value) {
        return switch (value) {
            case Value.PacketPointer pointer -> pointer.sum();
            case Scalar number when number.sum() != null -> number.sum();
            default -> Sum.constant(0);
        };
    }

    private void count(Sum sum) {
        sum.forEachName(name -> uses.merge(name, 1, Integer::sum));
    }

    /** What is known of the length; nothing that is said of numbers which nobody holds any more. */
    private String packet(Set<Long> held) {
        List<String> least = new ArrayList<>();
        if (state.facts().constant().bytes() > 0) {
            least.add("at least " + state.facts().constant().bytes() + " bytes" + doubt(state.facts().constant()));
        }
        state.facts().forEachTerms(terms -> {
            if (terms.allNames(held::contains)) {
                PacketFacts.Fact fact = state.facts().about(terms);
                least.add("at least " + Wording.plus(text(terms), fact.bytes()) + doubt(fact));
            }
        });
        return String.join(", ", least);
    }

    private static String doubt(PacketFacts.Fact fact) {
        return fact.isAssumed() ? " (in doubt)" : "";
    }

    private void addStack(int frame, List<String> to) {
        List<Known> known = new ArrayList<>();
        Stack stack = state.stack(frame);
        for (int i = 0; i < Stack.SLOTS; i++) {
            int offset = i * Stack.Slot.BYTES - Stack.BYTES;
            switch (stack.slot(i)) {
                case null -> { }
                case Stack.Slot.Spilled(Value value) ->
                    add(new Known(offset, Stack.Slot.BYTES, " = " + text(value)), known);
                case Stack.Slot.Bytes bytes -> addBytes(offset, bytes, known);
            }
        }
        known.stream().map(each -> stackOf(frame) + each).forEach(to::add);
    }

    /** Bytes of the stack, and what is known of them. */
    private record Known(int from, int bytes, String what) {

        /** Whether the same is true of each of the bytes by itself. */
        boolean isUniform() {
            return what.equals(ZERO) || what.equals(WRITTEN);
        }

        @Override
        public String toString() {
            return Wording.bytes(from, bytes) + what;
        }
    }

    /** Neighbouring bytes of which the same is known are told of together. */
    private static void add(Known next, List<Known> known) {
        Known last = known.isEmpty() ? null : known.getLast();
        boolean isMore = last != null && last.isUniform() && last.what.equals(next.what)
                && last.from + last.bytes == next.from;
        if (isMore) {
            known.removeLast();
        }
        known.add(isMore ? new Known(last.from, last.bytes + next.bytes, next.what) : next);
    }

    private void addBytes(int offset, Stack.Slot.Bytes bytes, List<Known> known) {
        int half = Stack.Slot.BYTES / 2;
        for (int at = 0; at < Stack.Slot.BYTES; ) {
            Scalar number = at == 0 ? bytes.low() : at == half ? bytes.high() : null;
            int bit = 1 << at;
            if (number != null) {
                add(new Known(offset + at, half, " = " + number(number)), known);
            } else if ((bytes.written() & bit) != 0) {
                add(new Known(offset + at, 1, (bytes.zero() & bit) != 0 ? ZERO : WRITTEN), known);
            }
            at += number == null ? 1 : half;
        }
    }
}
