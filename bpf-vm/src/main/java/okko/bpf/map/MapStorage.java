package okko.bpf.map;

import org.agrona.UnsafeApi;

/**
 * Which memory a map works on now, and the turns that its writers take. A map and all its parts share one storage, so
 * that {@link #bind} moves them together.
 *
 * <p>The lock word holds its owner's {@link OwnerToken}. Who finds it taken spins, then yields, and takes it over if
 * the owner is a dead process. Maps order their stores so that what a dead owner leaves behind is a sound map, at most
 * one entry short. A living process that is stopped inside the lock must not stop the others: after a while
 * {@link #lock()} gives up, and from then on at once, until it has got the lock again. Threads of one process wait for
 * each other without end.
 */
final class MapStorage {

    private static final int SPINS = 200;
    private static final long PATIENCE_NS = 200_000_000;
    private static final int YIELDS_PER_LOOK = 16;

    /** Who was waited for in vain; threads may see it late, and then wait once more. */
    private long stuckOwner;
    private MapMemory memory;
    private long base;

    /** {@return the memory} */
    MapMemory memory() {
        return memory;
    }

    /** {@return its address} */
    long base() {
        return base;
    }

    /** {@return the address of the type's own part} */
    long part() {
        return base + MapHeader.BYTES;
    }

    /** Becomes a holder of other memory, and is one of the old one's no more. */
    void bind(MapMemory other) {
        MapMemory old = memory;
        memory = other.retain();
        base = memory.address();
        if (old != null) {
            old.close();
        }
    }

    void close() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }

    int count(int offset) {
        return UnsafeApi.getIntAcquire(null, base + offset); // pairs with setCount()
    }

    void setCount(int offset, int value) {
        UnsafeApi.putIntRelease(null, base + offset, value); // pairs with count()
    }

    /** Takes the lock; true if that succeeded, false if another living process has held it for too long. */
    boolean lock() {
        return UnsafeApi.compareAndSetLong(null, base + MapHeader.LOCK_OFFSET, 0, OwnerToken.OWN) // pairs with unlock()
                || await();
    }

    void unlock() {
        UnsafeApi.putLongRelease(null, base + MapHeader.LOCK_OFFSET, 0); // pairs with the exchanges in lock(), await()
    }

    private boolean await() {
        long lock = base + MapHeader.LOCK_OFFSET;
        long beginNs = System.nanoTime();
        for (int round = 0; ; round++) {
            long owner = UnsafeApi.getLongVolatile(null, lock);
            boolean isOurs = owner == OwnerToken.OWN;
            boolean isFree = owner == 0
                    || !isOurs && round > SPINS && round % YIELDS_PER_LOOK == 0 && OwnerToken.isDead(owner);
            if (isFree && UnsafeApi.compareAndSetLong(null, lock, owner, OwnerToken.OWN)) { // pairs with unlock()
                stuckOwner = 0;
                return true;
            }
            boolean isStuck = owner != 0 && owner == stuckOwner && round > SPINS + YIELDS_PER_LOOK;
            if (!isOurs && (isStuck || System.nanoTime() - beginNs > PATIENCE_NS)) {
                stuckOwner = owner;
                return false;
            }
            if (round < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
