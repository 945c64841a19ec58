package okko.bpf.map;

import java.lang.ref.Cleaner;
import org.agrona.UnsafeApi;

/**
 * The map of one trial, with memory for its keys and values. Trials are made by the million and end with the collector,
 * which closes their maps.
 */
final class Trial {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final int NUMBERS = 16;
    private static final int NUMBER_BYTES = 16;

    private final BpfMap map;
    private final long numbers;

    Trial(MapType type, int keyBytes, int maxEntries) {
        map = Maps.create(new MapDefinition("trial", type, keyBytes, Long.BYTES, maxEntries), 1);
        long block = UnsafeApi.allocateMemory(NUMBERS * NUMBER_BYTES);
        BpfMap toClose = map;
        CLEANER.register(this, () -> {
            toClose.close();
            UnsafeApi.freeMemory(block);
        });
        numbers = block;
    }

    BpfMap map() {
        return map;
    }

    /** A place for the bytes of a key or value; each actor has places of its own. */
    long place(int number, long first, long second) {
        long at = numbers + (long) number * NUMBER_BYTES;
        UnsafeApi.putLong(at, first);
        UnsafeApi.putLong(at + Long.BYTES, second);
        return at;
    }

    long update(int place, long key, long value) {
        return map.update(place(place, key, 0), place(place + 1, value, 0), BpfMap.ANY, 0);
    }

    long delete(int place, long key) {
        return map.delete(place(place, key, 0));
    }

    /** The value of a key, 0 if it is not there. */
    long value(int place, long key) {
        long value = map.lookup(place(place, key, 0), 0);
        return value == 0 ? 0 : UnsafeApi.getLong(value);
    }
}
