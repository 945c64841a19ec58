package okko.bpf.map;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The ring of {@link RingBuffer}. Its own part of the memory:
 * <pre>
 *  offset  size         field              unit   written by
 *     256     8         producer position  bytes  lock's owner, with release: headers before it are written
 *     264     8         dropped            count  whoever finds no room
 *     320     8         consumer position  bytes  consumer, with release: bytes before it may be used again
 *     384  max entries  data               -      position p, a multiple of 8, is at 384 + p mod max entries
 *
 *  offset  size    field in a record
 *       0     4    length of its bytes, bit 30: discarded, bit 31: busy
 *       4     4    0
 *       8  length  bytes, then up to a multiple of 8
 * </pre>
 * A record is a header and its bytes, padded to 8. It never wraps: where it does not fit before the end of the data,
 * the rest is taken by a record that is discarded from the start.
 *
 * <p><b>Threads.</b> Producers take turns to reserve, by the lock, and settle their records without it. The consumer
 * follows the producer position and stops at a busy header. A producer that dies with the lock has published nothing;
 * one that dies with a record stops the consumer for good.
 *
 * @param definition  of type {@link MapType#RING_BUFFER}
 * @param dataBytes   size of the data, a power of two
 * @param storage     where the contents are
 */
record RingBufferMap(MapDefinition definition, long dataBytes, MapStorage storage) implements MappedMap, RingBuffer {

    private static final int PRODUCER_OFFSET = 0;
    private static final int DROPPED_OFFSET = 8;
    private static final int CONSUMER_OFFSET = MapHeader.CACHE_LINE_BYTES;
    private static final int DATA_OFFSET = 2 * MapHeader.CACHE_LINE_BYTES;

    private static final int LENGTH_MASK = DISCARDED_FLAG - 1;

    static RingBufferMap of(MapDefinition definition, MapStorage storage) {
        return new RingBufferMap(definition, definition.maxEntries(), storage);
    }

    @Override
    public long bytes() {
        return MapHeader.BYTES + DATA_OFFSET + dataBytes;
    }

    @Override
    public void initialise() {
        // Zeroed memory is an empty ring.
    }

    @Override
    public long reserve(long bytes) {
        if (Long.compareUnsigned(bytes, dataBytes / 2 - HEADER_BYTES) > 0 || !storage.lock()) {
            return drop();
        }
        long record = place((int) bytes);
        storage.unlock();
        return record == 0 ? drop() : record;
    }

    /** Takes the next bytes; the lock is held. */
    private long place(int bytes) {
        long size = align(HEADER_BYTES + bytes);
        long position = UnsafeApi.getLong(producer());
        long toEnd = dataBytes - offset(position);
        long filling = size <= toEnd ? 0 : toEnd;
        long next = position + filling + size;
        // Pairs with the release in drain(): what was consumed is read no more. A position that a foreign consumer has
        // made up leaves no room, or makes the ring overwrite records; it never leads out of the data.
        long consumed = UnsafeApi.getLongAcquire(null, consumer());
        if (Long.compareUnsigned(next - consumed, dataBytes) > 0) {
            return 0;
        }
        if (filling > 0) {
            UnsafeApi.putLong(at(position), (int) (filling - HEADER_BYTES) | DISCARDED_FLAG);
        }
        long header = at(position + filling);
        UnsafeApi.putLong(header, Integer.toUnsignedLong(bytes | BUSY_FLAG));
        UnsafeApi.putLongRelease(null, producer(), next); // publishes the headers; pairs with the acquire in drain()
        return header + HEADER_BYTES;
    }

    private long drop() {
        UnsafeApi.getAndAddLong(null, storage.part() + DROPPED_OFFSET, 1);
        return 0;
    }

    @Override
    public long output(long data, long bytes) {
        long record = reserve(bytes);
        if (record == 0) {
            return TRY_AGAIN;
        }
        Bytes.copy(data, record, (int) bytes);
        RingBuffer.submit(record);
        return OK;
    }

    @Override
    public long query(long what) {
        if (what == AVAILABLE_BYTES) {
            return waiting();
        } else if (what == SIZE_BYTES) {
            return dataBytes;
        } else if (what == CONSUMER_POSITION) {
            return UnsafeApi.getLongVolatile(null, consumer());
        }
        return what == PRODUCER_POSITION ? UnsafeApi.getLongVolatile(null, producer()) : 0;
    }

    @Override
    public long dropped() {
        return UnsafeApi.getLongVolatile(null, storage.part() + DROPPED_OFFSET);
    }

    @Override
    public int drain(RecordHandler handler, int limit) {
        synchronized (storage) { // two consumers of one process take turns
            var view = new UnsafeBuffer(0, 0);
            long position = UnsafeApi.getLong(consumer());
            long end = UnsafeApi.getLongAcquire(null, producer()); // pairs with the release in place()
            if (Long.compareUnsigned(end - position, dataBytes) > 0) {
                throw new IllegalStateException("ring of %d bytes holds bytes from position %d to position %d"
                        .formatted(dataBytes, position, end));
            }
            int shown = 0;
            while (position != end && shown < limit) {
                int header = UnsafeApi.getIntAcquire(null, at(position)); // pairs with the release in settle()
                if ((header & BUSY_FLAG) != 0) {
                    break;
                }
                int length = checked(header & LENGTH_MASK, position, end);
                try {
                    if ((header & DISCARDED_FLAG) == 0) {
                        shown++;
                        view.wrap(at(position) + HEADER_BYTES, length);
                        handler.record(view, 0, length);
                    }
                } finally {
                    position += align(HEADER_BYTES + length);
                    // Gives the bytes back when they are read; pairs with the acquire in place().
                    UnsafeApi.putLongRelease(null, consumer(), position);
                }
            }
            return shown;
        }
    }

    private int checked(int length, long position, long end) {
        long size = align(HEADER_BYTES + length);
        if (size > end - position || size > dataBytes - offset(position)) {
            throw new IllegalStateException(
                    "record at position %d claims %d bytes, beyond position %d or the ring's end"
                            .formatted(position, length, end));
        }
        return length;
    }

    private static long align(int bytes) {
        return bytes + Long.BYTES - 1L & -Long.BYTES;
    }

    private long waiting() {
        long consumed = UnsafeApi.getLongVolatile(null, consumer()); // first: it never passes the other
        return UnsafeApi.getLongVolatile(null, producer()) - consumed;
    }

    private long producer() {
        return storage.part() + PRODUCER_OFFSET;
    }

    private long consumer() {
        return storage.part() + CONSUMER_OFFSET;
    }

    private long at(long position) {
        return storage.part() + DATA_OFFSET + offset(position);
    }

    /** Of any position an offset at which a header has room, also of one that another process has made up. */
    private long offset(long position) {
        return position & dataBytes - 1 & -Long.BYTES;
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

    /** {@inheritDoc} Records belong to runs, not to the map: {@code HeldRecords} knows them. */
    @Override
    public boolean ownsValueBytes(long address, int bytes) {
        return false;
    }

    /** {@inheritDoc} A ring shows its records to its consumer only. */
    @Override
    public void forEach(EntryVisitor visitor) {
        // Nothing that could be shown without being consumed.
    }

    @Override
    public int size() {
        return (int) Math.min(waiting(), dataBytes);
    }
}
