package okko.bpf.map;

import java.lang.ref.Cleaner;
import org.agrona.UnsafeApi;

/**
 * The map of one trial, with memory for its keys and values. Trials are made by the million and end with the collector,
 * which closes their maps.
 */
final class Trial {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final int PLACES = 8;
    private static final int LEAST_PLACE_BYTES = 16;

    private final BpfMap map;
    private final int placeBytes;
    private final long places;

    Trial(MapType type, int keyBytes, int maxEntries) {
        map = Maps.create(new MapDefinition("trial", type, keyBytes, Long.BYTES, maxEntries), 1);
        placeBytes = Math.max(LEAST_PLACE_BYTES, keyBytes);
        long block = UnsafeApi.allocateMemory((long) PLACES * placeBytes);
        BpfMap toClose = map;
        CLEANER.register(this, () -> {
            toClose.close();
            UnsafeApi.freeMemory(block);
        });
        places = block;
    }

    BpfMap map() {
        return map;
    }

    /** A place with the bytes of a key or value, each half of equal words; each actor has places of its own. */
    long place(int number, long firstHalf, long secondHalf) {
        long at = places + (long) number * placeBytes;
        for (int offset = 0; offset < placeBytes; offset += Long.BYTES) {
            UnsafeApi.putLong(at + offset, offset < placeBytes / 2 ? firstHalf : secondHalf);
        }
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
