package okko.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingBufferTest {

    private static final int SIZE = 4096;
    private static final int DATA_OFFSET = 384;

    @Test
    void shouldShowRecordsInTheOrderOfTheirReservationOnceTheyAreSubmitted() {
        try (RingBuffer ring = ring()) {
            long first = ring.reserve(5);
            long second = ring.reserve(8);
            assertThat(first % 8).isZero();
            assertThat(second - first).isEqualTo(16);
            fill(second, 8, 2);
            RingBuffer.submit(second);
            assertThat(drained(ring, 10)).isEmpty();
            fill(first, 5, 1);
            RingBuffer.submit(first);
            assertThat(drained(ring, 1)).containsExactly(repeated(1, 5));
            assertThat(drained(ring, 10)).containsExactly(repeated(2, 8));
            assertThat(ring.size()).isZero();
        }
    }

    @Test
    void shouldSkipWhatIsDiscarded() {
        try (RingBuffer ring = ring()) {
            RingBuffer.discard(ring.reserve(100));
            output(ring, 7, 3);
            RingBuffer.discard(ring.reserve(0));
            assertThat(drained(ring, 1)).containsExactly(repeated(7, 3));
            assertThat(drained(ring, 1)).isEmpty();
            assertThat(ring.size()).isZero();
        }
    }

    @Test
    void shouldRefuseAndCountWhatDoesNotFit() {
        try (RingBuffer ring = ring()) {
            long longest = SIZE / 2 - RingBuffer.HEADER_BYTES;
            assertThat(ring.reserve(longest + 1)).isZero();
            assertThat(ring.reserve(-1)).isZero();
            assertThat(ring.reserve(longest)).isNotZero();
            assertThat(ring.reserve(longest)).isNotZero();
            assertThat(ring.reserve(0)).isZero();
            try (var data = new Buffer((byte) 1)) {
                assertThat(ring.output(data.address(), 1)).isEqualTo(-11);
            }
            assertThat(ring.dropped()).isEqualTo(4);
            assertThat(ring.size()).isEqualTo(SIZE);
        }
    }

    @Test
    void shouldMakeRoomWhenRecordsAreConsumed() {
        try (RingBuffer ring = ring()) {
            for (long record = ring.reserve(100); record != 0; record = ring.reserve(100)) {
                RingBuffer.submit(record);
            }
            assertThat(drained(ring, 3)).hasSize(3);
            assertThat(ring.reserve(300)).isNotZero();
        }
    }

    /** The longest record fits into an empty ring wherever its end is: it never wraps around. */
    @Test
    void shouldNeverWrapARecord() {
        int longest = SIZE / 2 - RingBuffer.HEADER_BYTES;
        for (int before = 0; before < SIZE; before += 8) {
            try (RingBuffer ring = ring()) {
                for (int left = before; left > 0; left -= 8) {
                    RingBuffer.submit(ring.reserve(0));
                }
                drained(ring, SIZE);
                output(ring, 9, longest);
                assertThat(drained(ring, 10)).as("ring that ends at %d", before).containsExactly(repeated(9, longest));
            }
        }
    }

    @Test
    void shouldBehaveAsAJavaQueueWhenRecordsOfAllSizesComeAndGo() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var expected = new ArrayDeque<byte[]>();
        try (RingBuffer ring = ring()) {
            for (int step = 0; step < 20_000; step++) {
                int bytes = random.nextInt(10) == 0 ? random.nextInt(SIZE / 2 - 8) : random.nextInt(64);
                if (random.nextInt(3) > 0) {
                    long record = ring.reserve(bytes);
                    if (record != 0) {
                        fill(record, bytes, step);
                        if (random.nextInt(4) == 0) {
                            RingBuffer.discard(record);
                        } else {
                            RingBuffer.submit(record);
                            expected.add(repeated(step, bytes));
                        }
                    }
                } else {
                    int limit = random.nextInt(5);
                    for (byte[] record : drained(ring, limit)) {
                        assertThat(record).as("seed %d", seed).isEqualTo(expected.remove());
                    }
                }
            }
            for (byte[] record : drained(ring, SIZE)) {
                assertThat(record).as("seed %d", seed).isEqualTo(expected.remove());
            }
            assertThat(expected).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void shouldTellSizesAndPositions() {
        try (RingBuffer ring = ring()) {
            output(ring, 1, 10);
            output(ring, 1, 8);
            drained(ring, 1);
            assertThat(ring.query(0)).isEqualTo(16);
            assertThat(ring.query(1)).isEqualTo(SIZE);
            assertThat(ring.query(2)).isEqualTo(24);
            assertThat(ring.query(3)).isEqualTo(40);
            assertThat(ring.query(4)).isZero();
        }
    }

    @Test
    void shouldCountARecordAsConsumedWhenItsHandlerThrows() {
        try (RingBuffer ring = ring()) {
            output(ring, 1, 1);
            output(ring, 2, 1);
            assertThatThrownBy(() -> ring.drain((_, _, _) -> {
                throw new IllegalArgumentException("unwanted");
            }, 5)).hasMessage("unwanted");
            assertThat(drained(ring, 5)).containsExactly(repeated(2, 1));
        }
    }

    @Test
    void shouldServeAConsumerThatMapsTheFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("events");
        try (RingBuffer here = (RingBuffer) Maps.share(definition(), 1, file);
                RingBuffer there = (RingBuffer) Maps.open(file)) {
            output(here, 4, 20);
            assertThat(drained(there, 5)).containsExactly(repeated(4, 20));
            assertThat(here.size()).isZero();
        }
    }

    /** Another process may write anything: what it writes must not lead out of the ring. */
    @Test
    void shouldStopAtAHeaderThatCannotBe() {
        try (RingBuffer ring = ring()) {
            output(ring, 1, 8);
            UnsafeApi.putInt(ring.memory().address() + DATA_OFFSET, 4000);
            assertThatThrownBy(() -> ring.drain((_, _, _) -> { }, 1))
                    .hasMessage("record at position 0 claims 4000 bytes, beyond position 16 or the ring's end");
        }
    }

    @Test
    void shouldStayInsideWhenAPositionCannotBe() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        try (RingBuffer ring = ring()) {
            long data = ring.memory().address() + DATA_OFFSET;
            for (int step = 0; step < 10_000; step++) {
                long position = ring.memory().address() + (random.nextBoolean() ? 256 : 320);
                UnsafeApi.putLong(position, random.nextLong() >>> random.nextInt(64));
                int bytes = random.nextInt(SIZE / 2);
                long record = ring.reserve(bytes);
                if (record != 0) {
                    assertThat(record - data).as("seed %d", seed).isBetween(8L, (long) SIZE - bytes);
                    RingBuffer.submit(record);
                }
                try {
                    ring.drain((buffer, _, length) -> assertThat(buffer.addressOffset() - data).as("seed %d", seed)
                            .isBetween(8L, (long) SIZE - length), SIZE);
                } catch (IllegalStateException nonsense) {
                    assertThat(nonsense).hasMessageMatching("(record at|ring of) .*");
                }
            }
        }
    }

    @Test
    void shouldRefuseASizeThatIsNoPowerOfTwo() {
        assertThatThrownBy(() -> new MapDefinition("events", MapType.RING_BUFFER, 0, 0, 5000))
                .hasMessage("a ring buffer's size must be a power of two, 4096 or more: maxEntries=5000");
    }

    private static MapDefinition definition() {
        return new MapDefinition("events", MapType.RING_BUFFER, 0, 0, SIZE);
    }

    private static RingBuffer ring() {
        return (RingBuffer) Maps.create(definition(), 1);
    }

    private static void output(RingBuffer ring, int value, int bytes) {
        try (var data = new Buffer(repeated(value, bytes))) {
            assertThat(ring.output(data.address(), bytes)).isEqualTo(BpfMap.OK);
        }
    }

    private static void fill(long record, int bytes, int value) {
        UnsafeApi.setMemory(record, bytes, (byte) value);
    }

    private static byte[] repeated(int value, int bytes) {
        var record = new byte[bytes];
        Arrays.fill(record, (byte) value);
        return record;
    }

    private static List<byte[]> drained(RingBuffer ring, int limit) {
        var records = new ArrayList<byte[]>();
        int shown = ring.drain((buffer, offset, length) -> {
            var record = new byte[length];
            buffer.getBytes(offset, record);
            records.add(record);
        }, limit);
        assertThat(shown).isEqualTo(records.size());
        return records;
    }
}
