package okko.switchd.action;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where Ethernet addresses were last seen as sources, in each VLAN (IEEE 802.1Q, 8.7). Shared by all datapath threads:
 * they read it without a lock, and write only when something has changed, or once a second for an address in use.
 *
 * <p>An address may stand in any of 16 places that its hash names; the one that was not seen for longest makes room. So
 * the table does not grow, and who fills it with addresses of his own drives others out, but stops nobody: what is not
 * found is flooded.
 */
public final class AddressTable {

    /** How many addresses it holds. */
    public static final int CAPACITY = 8_192;

    /** What is returned for an address that was not seen, or too long ago. */
    static final int UNKNOWN = -1;

    private static final int PLACES = 16;
    private static final int GROUP_BITS = Integer.numberOfTrailingZeros(CAPACITY / PLACES);
    private static final int VLAN_SHIFT = 48;
    private static final long ADDRESS_MASK = (1L << VLAN_SHIFT) - 1;
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final int MAX_AGE_S = 300;

    private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(CAPACITY);
    private final long hashSeed;

    /**
     * Starts empty.
     *
     * @param hashSeed secret of this run; from a random source, but for tests
     */
    public AddressTable(long hashSeed) {
        this.hashSeed = hashSeed;
    }

    /** One address; replaced as a whole when it moves, so nobody reads the port of another. */
    private static final class Entry {

        final long key;
        final int port;

        /** Plain: whoever reads an older one takes the address for up to a second older than it is. */
        int seenS;

        Entry(long key, int port, int seenS) {
            this.key = key;
            this.port = port;
            this.seenS = seenS;
        }

        boolean isOld(int nowS) {
            return nowS - seenS > MAX_AGE_S;
        }
    }

    /**
     * An address, for people to see.
     *
     * @param port    OpenFlow number of the port that it was seen at
     * @param vlan    its VLAN; 0 for frames without a tag
     * @param address 48 bits
     * @param ageS    seconds since it was last seen
     */
    public record Learned(int port, int vlan, long address, int ageS) {}

    /**
     * Remembers where an address was seen.
     *
     * @param vlan    number, 0 for frames without a tag
     * @param address of one station
     * @param port    OpenFlow number
     * @param nowNs   the time
     */
    void learn(int vlan, long address, int port, long nowNs) {
        long key = key(vlan, address);
        int nowS = seconds(nowNs);
        int first = firstPlace(key);
        int oldest = first;
        int oldestAge = -1;
        for (int place = first; place < first + PLACES; place++) {
            Entry entry = entries.get(place);
            if (entry != null && entry.key == key) {
                if (entry.port == port) {
                    if (entry.seenS != nowS) {
                        entry.seenS = nowS;
                    }
                } else {
                    entries.compareAndSet(place, entry, new Entry(key, port, nowS)); // or else another thread has
                }
                return;
            }
            int age = entry == null ? Integer.MAX_VALUE : nowS - entry.seenS;
            if (age > oldestAge) {
                oldest = place;
                oldestAge = age;
            }
        }
        // Two threads may do this at once: then one is forgotten, or in two places, of which the first counts.
        entries.set(oldest, new Entry(key, port, nowS));
    }

    /**
     * Finds an address.
     *
     * @param vlan    number, 0 for frames without a tag
     * @param address of one station
     * @param nowNs   the time
     * @return OpenFlow number of the port where it was last seen, or {@link #UNKNOWN}
     */
    int find(int vlan, long address, long nowNs) {
        long key = key(vlan, address);
        int first = firstPlace(key);
        for (int place = first; place < first + PLACES; place++) {
            Entry entry = entries.get(place);
            if (entry != null && entry.key == key) {
                return entry.isOld(seconds(nowNs)) ? UNKNOWN : entry.port;
            }
        }
        return UNKNOWN;
    }

    /**
     * Lists the addresses that are known.
     *
     * @param nowNs the time
     * @return all of them, in no order
     */
    public List<Learned> all(long nowNs) {
        int nowS = seconds(nowNs);
        List<Learned> all = new ArrayList<>();
        for (int place = 0; place < CAPACITY; place++) {
            Entry entry = entries.get(place);
            if (entry != null && !entry.isOld(nowS)) {
                all.add(new Learned(entry.port, (int) (entry.key >>> VLAN_SHIFT), entry.key & ADDRESS_MASK,
                        nowS - entry.seenS));
            }
        }
        return all;
    }

    /** {@return a table that knows the same, and learns for itself} */
    public AddressTable copy() {
        AddressTable copy = new AddressTable(hashSeed);
        for (int place = 0; place < CAPACITY; place++) {
            Entry entry = entries.get(place);
            if (entry != null) {
                copy.entries.set(place, new Entry(entry.key, entry.port, entry.seenS));
            }
        }
        return copy;
    }

    /** Forgets all addresses. */
    public void flush() {
        for (int place = 0; place < CAPACITY; place++) {
            entries.set(place, null);
        }
    }

    private static long key(int vlan, long address) {
        return (long) vlan << VLAN_SHIFT | address;
    }

    private int firstPlace(long key) {
        long mixed = (key ^ hashSeed) * MULTIPLIER;
        mixed = (mixed ^ mixed >>> Integer.SIZE) * MULTIPLIER;
        return (int) (mixed >>> Long.SIZE - GROUP_BITS) * PLACES;
    }

    private static int seconds(long nowNs) {
        return (int) TimeUnit.NANOSECONDS.toSeconds(nowNs);
    }
}
