package okko.bpf.map;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.agrona.UnsafeApi;

/**
 * The array of {@link ProgramArray}. Its own part of the memory:
 * <pre>
 *  offset       size  field
 *  256 + 4 * i  4     id of program i, 0 none; a control thread of the process that runs the programs
 * </pre>
 *
 * @param definition of type {@link MapType#PROGRAM_ARRAY}
 * @param entries    how many indices there are
 * @param threads    how many threads run the programs
 * @param targets    what runs
 * @param storage    where the ids are
 */
record ProgramArrayMap(MapDefinition definition, int entries, int threads, Targets targets, MapStorage storage)
        implements MappedMap, ProgramArray {

    private static final TailCallTarget[] NONE = {};

    /** Per index the functions of all threads, or {@code null}; those that go with the memory of now. */
    static final class Targets {
        private AtomicReferenceArray<TailCallTarget[]> byIndex;
    }

    static ProgramArrayMap of(MapDefinition definition, int threads, MapStorage storage) {
        return new ProgramArrayMap(definition, definition.maxEntries(), threads, new Targets(), storage);
    }

    @Override
    public long bytes() {
        return MapHeader.BYTES + (long) entries * Integer.BYTES;
    }

    @Override
    public void initialise() {
        // Zeroed memory has no program.
    }

    @Override
    public void bind(MapMemory memory) {
        MappedMap.super.bind(memory);
        targets.byIndex = memory.targets(entries);
    }

    @Override
    public TailCallTarget target(int index, int thread) {
        if (Integer.compareUnsigned(index, entries) >= 0) {
            return null;
        }
        TailCallTarget[] functions = targets.byIndex.getAcquire(index); // pairs with the release in exchange()
        return functions == null ? null : functions[thread];
    }

    @Override
    public List<TailCallTarget> set(int index, int id, IntFunction<? extends TailCallTarget> functionOfThread) {
        checkIndex(index);
        if (id == NO_PROGRAM) {
            throw new IllegalArgumentException("id must not be " + NO_PROGRAM + ": it stands for no program");
        }
        var functions = new TailCallTarget[threads];
        for (int thread = 0; thread < threads; thread++) {
            functions[thread] = Objects.requireNonNull(functionOfThread.apply(thread));
        }
        return exchange(index, id, functions);
    }

    @Override
    public List<TailCallTarget> clear(int index) {
        checkIndex(index);
        return exchange(index, NO_PROGRAM, null);
    }

    /** Control threads take turns, so that id and functions belong together. */
    private List<TailCallTarget> exchange(int index, int id, TailCallTarget[] functions) {
        synchronized (targets.byIndex) {
            TailCallTarget[] before = targets.byIndex.getPlain(index);
            targets.byIndex.setRelease(index, functions); // pairs with the acquire in target()
            UnsafeApi.putIntVolatile(null, idAt(index), id);
            return List.of(before == null ? NONE : before);
        }
    }

    private void checkIndex(int index) {
        if (index < 0 || index >= entries) {
            throw new IllegalArgumentException("index must be below " + entries + ": index=" + index);
        }
    }

    private int id(int index) {
        return UnsafeApi.getIntVolatile(null, idAt(index));
    }

    private long idAt(int index) {
        return storage.part() + (long) index * Integer.BYTES;
    }

    @Override
    public long lookup(long key, int thread) {
        return 0;
    }

    @Override
    public long update(long key, long value, long flags, int thread) {
        return INVALID;
    }

    @Override
    public long delete(long key) {
        return INVALID;
    }

    /** {@inheritDoc} The value is the program's id. */
    @Override
    public byte[] get(byte[] key) {
        try (var copy = ControlMemory.of(definition, key)) {
            int index = UnsafeApi.getInt(copy.key());
            int id = Integer.compareUnsigned(index, entries) < 0 ? id(index) : NO_PROGRAM;
            return id == NO_PROGRAM ? null : ControlMemory.bytesOf(id);
        }
    }

    /** {@inheritDoc} A number alone is no program: always {@link #INVALID}, see {@link #set}. */
    @Override
    public long put(byte[] key, byte[] value) {
        return INVALID;
    }

    @Override
    public boolean ownsValueBytes(long address, int bytes) {
        return false;
    }

    @Override
    public void forEach(EntryVisitor visitor) {
        for (int index = 0; index < entries; index++) {
            int id = id(index);
            if (id != NO_PROGRAM) {
                visitor.entry(ControlMemory.bytesOf(index), ControlMemory.bytesOf(id));
            }
        }
    }

    @Override
    public int size() {
        int programs = 0;
        for (int index = 0; index < entries; index++) {
            programs += id(index) == NO_PROGRAM ? 0 : 1;
        }
        return programs;
    }
}
