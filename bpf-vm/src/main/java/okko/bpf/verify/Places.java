package okko.bpf.verify;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Loops.Region;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.Nullness;
import okko.bpf.verify.Value.PacketPointer;
import okko.bpf.verify.Value.StackPointer;

/** Where a loop may keep what counts its rounds: registers that it writes and numbers that it stores in its frame. */
final class Places {

    /** How many bytes the number at a place has. */
    private final Map<Integer, Integer> bytes = new HashMap<>();

    /** Places that something else than a store through r10 writes as well, and how many bytes such stores have. */
    private final Map<Integer, Integer> forgotten = new HashMap<>();

    /** Between which numbers it lies whenever a run is at the loop's head. */
    private final Map<Integer, Extent> extents = new HashMap<>();

    /** The least and the greatest that was seen at a place; of no memory if that was not always the same. */
    record Extent(Object memory, long least, long greatest) {

        private static final Object UNKNOWN = new Object();

        boolean isKnown() {
            return memory != UNKNOWN && least >= -Motion.FAR && greatest <= Motion.FAR;
        }

        long span() {
            return greatest - least;
        }
    }

    static Places of(FlowGraph graph, Region loop) {
        Places places = new Places();
        places.gather(graph, loop);
        return places;
    }

    static int ofStack(int offset) {
        return Reg.COUNT + Stack.BYTES + offset;
    }

    static String text(int place) {
        return place < Reg.COUNT ? "r" + place : "the number at r10 - " + (Reg.COUNT + Stack.BYTES - place);
    }

    void forEach(BiConsumer<Integer, Integer> consumer) {
        bytes.forEach(consumer);
    }

    boolean contains(int place) {
        return bytes.containsKey(place);
    }

    /** What was seen at a place; {@code null} if nothing was. */
    Extent extent(int place) {
        Extent extent = extents.get(place);
        return extent != null && extent.isKnown() ? extent : null;
    }

    /** Leaves out what is also written through pointers: it counts nothing, but is still written here. */
    void forget(BitSet writtenThroughPointers) {
        bytes.forEach((place, size) -> {
            int first = place - Reg.COUNT;
            int next = first < 0 ? -1 : writtenThroughPointers.nextSetBit(first);
            if (next >= 0 && next < first + size) {
                forgotten.put(place, size);
            }
        });
        bytes.keySet().removeAll(forgotten.keySet());
    }

    /** Hands out what the loop writes but cannot count in. */
    void forEachForgotten(BiConsumer<Integer, Integer> consumer) {
        forgotten.forEach(consumer);
    }

    /** Notes what is there when a run is at the head. */
    void see(State state) {
        bytes.forEach((place, size) -> {
            Extent now = extent(content(state, place, size));
            extents.merge(place, now, (before, _) -> before.memory.equals(now.memory)
                    ? new Extent(now.memory, Math.min(before.least, now.least), Math.max(before.greatest, now.greatest))
                    : new Extent(Extent.UNKNOWN, 0, 0));
        });
    }

    private void gather(FlowGraph graph, Region region) {
        for (int pc : region.order()) {
            Region inner = graph.loops().loopAt(region, pc);
            if (inner != null) {
                gather(graph, inner);
                continue;
            }
            Instruction instruction = graph.instruction(pc);
            for (int rest = RegisterUse.written(instruction); rest != 0; rest &= rest - 1) {
                bytes.put(Integer.numberOfTrailingZeros(rest), Long.BYTES);
            }
            if (instruction instanceof Store store && store.base().equals(Reg.FRAME_POINTER)) {
                addStack(store.offsetBytes(), store.size().bytes());
            }
            if (instruction instanceof Atomic atomic && atomic.base().equals(Reg.FRAME_POINTER)) {
                addStack(atomic.offsetBytes(), atomic.size().bytes());
            }
        }
    }

    /** Not what lies outside of the frame: that is refused, but no reason not to look at the rest. */
    private void addStack(int offset, int size) {
        if (Stack.contains(offset, size)) {
            bytes.merge(ofStack(offset), size, Math::max);
        }
    }

    private static Value content(State state, int place, int size) {
        if (place < Reg.COUNT) {
            return state.value(new Reg(place));
        }
        int offset = place - Reg.COUNT - Stack.BYTES;
        Stack stack = state.stack(state.depth());
        boolean isWhole = size == Stack.Slot.BYTES && offset % Stack.Slot.BYTES == 0;
        return isWhole && stack.pointerAt(offset) instanceof Value pointer ? pointer
                : stack.firstUnreadable(offset, size) == Integer.MAX_VALUE ? stack.load(offset, size)
                : Value.UNINITIALISED;
    }

    private static Extent extent(Value value) {
        return switch (value) {
            case Scalar number -> new Extent(Scalar.class, number.smin(), number.smax());
            case PacketPointer(var _, long min, long max, var _) -> new Extent(PacketPointer.class, min, max);
            case StackPointer(int frame, long min, long max, var _) ->
                new Extent(List.of(StackPointer.class, frame), min, max);
            case MapValue(int map, long min, long max, var _, Nullness nullness, var _)
                    when nullness == Nullness.NOT_NULL ->
                new Extent(List.of(MapValue.class, map), min, max);
            case MapValue _, Value.Uninitialised _, Value.Mixed _, Value.Stale _, Value.PacketNumber _, Value.Excused _,
                    Value.ContextPointer _, Value.VariablePointer _, Value.CodePointer _, Value.MapHandle _,
                    Value.RingRecord _ -> new Extent(Extent.UNKNOWN, 0, 0);
        };
    }
}
