package okko.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two and more threads reserve, fill and settle while one drains: a small ring, so that it wraps hundreds of times. */
class RingBufferThreadsTest {

    private static final int RECORDS = 12_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldShowEachRecordOnceInOrderAndWhole(int producers) throws Exception {
        try (RingBuffer ring = ring(); var threads = Executors.newFixedThreadPool(producers)) {
            var next = new long[producers];
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                running.add(threads.submit(producer(ring, i)));
            }
            boolean isDone = false;
            while (!isDone) {
                isDone = running.stream().allMatch(Future::isDone); // asked first: then nothing more can come
                ring.drain((buffer, offset, length) -> {
                    int producer = buffer.getInt(offset);
                    assertThat(numberOf(buffer, offset, length)).isEqualTo(next[producer]);
                    next[producer] += 3; // of three records the producer discards two
                }, Integer.MAX_VALUE);
            }
            long refused = 0;
            for (Future<Long> each : running) {
                refused += each.get();
            }
            assertThat(next).containsOnly((RECORDS + 2) / 3 * 3L);
            assertThat(ring.dropped()).isEqualTo(refused);
            assertThat(ring.size()).isZero();
        }
    }

    /** The consumer must not pass a record that is reserved before those that are complete. */
    @Test
    void shouldWaitForTheRecordThatWasReservedFirst() throws Exception {
        try (RingBuffer ring = ring(); var threads = Executors.newSingleThreadExecutor()) {
            var isStopped = new AtomicBoolean();
            Future<Integer> seen = threads.submit(() -> {
                int early = 0;
                while (!isStopped.get()) {
                    early += ring.drain((buffer, offset, length) ->
                            assertThat(buffer.getLong(offset)).isEqualTo(buffer.getLong(offset + 8)), 10);
                }
                return early;
            });
            int shown = 0;
            for (int i = 0; i < RECORDS; i++) {
                long first = ring.reserve(16);
                long second = ring.reserve(16);
                if (second != 0) {
                    put(second, i);
                    RingBuffer.submit(second);
                    shown++;
                }
                if (first != 0) {
                    put(first, i);
                    RingBuffer.submit(first);
                    shown++;
                }
            }
            while (ring.size() > 0) {
                Thread.onSpinWait();
            }
            isStopped.set(true);
            assertThat(seen.get()).isEqualTo(shown);
        }
    }

    private static void put(long record, long value) {
        UnsafeApi.putLong(record, value);
        UnsafeApi.putLong(record + 8, value);
    }

    /** A record: producer, length in words, and the record's number in each of the words. */
    private static Callable<Long> producer(RingBuffer ring, int producer) {
        return () -> {
            long refused = 0;
            for (int i = 0; i < RECORDS; i++) {
                int words = 1 + i % 50;
                long record = ring.reserve(8 + 8L * words);
                while (record == 0) {
                    refused++;
                    Thread.yield();
                    record = ring.reserve(8 + 8L * words);
                }
                UnsafeApi.putInt(record, producer);
                UnsafeApi.putInt(record + 4, words);
                for (int word = 0; word < words; word++) {
                    UnsafeApi.putLong(record + 8 + 8L * word, i);
                }
                if (i % 3 == 0) {
                    RingBuffer.submit(record);
                } else {
                    RingBuffer.discard(record);
                }
            }
            return refused;
        };
    }

    private static long numberOf(DirectBuffer buffer, int offset, int length) {
        int words = buffer.getInt(offset + 4);
        assertThat(length).isEqualTo(8 + 8 * words);
        long number = buffer.getLong(offset + 8);
        for (int word = 1; word < words; word++) {
            if (buffer.getLong(offset + 8 + 8 * word) != number) {
                return -1; // torn
            }
        }
        return number;
    }

    private static RingBuffer ring() {
        return (RingBuffer) Maps.create(new MapDefinition("events", MapType.RING_BUFFER, 0, 0, 4096), 1);
    }
}
