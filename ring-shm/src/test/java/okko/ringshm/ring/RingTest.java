package okko.ringshm.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import okko.ringshm.layout.RingDescriptor;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RingTest {

    private static final int CAPACITY = 8;

    private final UnsafeBuffer buffer =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(CAPACITY), 128));
    private final RingProducer producer = new RingProducer(buffer, 0, CAPACITY);
    private final RingConsumer consumer = new RingConsumer(buffer, 0, CAPACITY);

    @Test
    void shouldShowNothingBeforeItIsPublished() {
        producer.put(1, 2);
        assertThat(consumer.ready(8)).isZero();
        producer.publish();
        assertThat(consumer.ready(8)).isEqualTo(1);
    }

    @Test
    void shouldRefuseNoDescriptorUntilItIsFull() {
        assertThat(producer.room(CAPACITY)).isEqualTo(8);
        fill(8);
        assertThat(producer.room(1)).isZero();
        assertThatThrownBy(() -> producer.put(0, 0)).hasMessage("put into a full ring: capacity=8, tail=8");
    }

    @Test
    void shouldHaveRoomAgainWhenTheConsumerReleases() {
        fill(8);
        consumer.ready(8);
        consumer.release(3);
        assertThat(producer.room(1)).isEqualTo(3);
        assertThat(producer.depth()).isEqualTo(5);
    }

    @Test
    void shouldLimitWhatIsReady() {
        fill(5);
        assertThat(consumer.ready(3)).isEqualTo(3);
        consumer.release(3);
        assertThat(consumer.ready(3)).isEqualTo(2);
    }

    @Test
    void shouldRefuseToReleaseMoreThanWasReady() {
        fill(2);
        consumer.ready(8);
        assertThatThrownBy(() -> consumer.release(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("more released than was ready: count=3, ready=2");
        assertThatThrownBy(() -> consumer.release(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKeepOrderWhenBatchesOfAnySizeGoRound() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long put = 0;
        long taken = 0;
        for (int round = 0; round < 100_000; round++) {
            int room = producer.room(1 + random.nextInt(CAPACITY));
            for (int i = random.nextInt(room + 1); i > 0; i--) {
                producer.put(put, ~put);
                put++;
            }
            if (random.nextBoolean()) {
                producer.publish();
            }
            int ready = consumer.ready(1 + random.nextInt(CAPACITY));
            for (int i = 0; i < ready; i++) {
                assertThat(consumer.word0(i)).as("seed %d", seed).isEqualTo(taken + i);
                assertThat(consumer.word1(i)).as("seed %d", seed).isEqualTo(~(taken + i));
            }
            consumer.release(ready);
            taken += ready;
        }
        assertThat(taken).as("seed %d", seed).isGreaterThan(CAPACITY).isLessThanOrEqualTo(put);
    }

    @Test
    void shouldRejectATailThatRunsAheadByMoreThanTheCapacity() {
        tail(9);
        assertThatThrownBy(() -> consumer.ready(1))
                .isInstanceOf(RingCorruptException.class)
                .hasMessage("the producer's position must lie between 0 and 8: tail=9");
    }

    @Test
    void shouldRejectATailThatGoesBackwards() {
        fill(4);
        consumer.ready(8);
        consumer.release(4);
        tail(3);
        assertThatThrownBy(() -> consumer.ready(1)).isInstanceOf(RingCorruptException.class);
    }

    @Test
    void shouldRejectAnyForgedTail() {
        for (long forged : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, -9}) {
            tail(forged);
            assertThatThrownBy(() -> consumer.ready(1)).isInstanceOf(RingCorruptException.class);
        }
    }

    @Test
    void shouldRejectAHeadThatOvertakesThePublishedTail() {
        producer.put(1, 1); // not published: nobody can have consumed it
        head(1);
        assertThatThrownBy(producer::depth)
                .isInstanceOf(RingCorruptException.class)
                .hasMessage("the consumer's position must lie between 0 and 0: head=1");
    }

    @Test
    void shouldNeverOverrunWhenTheConsumerLies() {
        fill(8);
        for (long forged : new long[] {-1, 9, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32}) {
            head(forged);
            assertThatThrownBy(() -> producer.room(1)).isInstanceOf(RingCorruptException.class);
            assertThatThrownBy(() -> producer.put(0, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldRejectAHeadThatGoesBackwards() {
        fill(8);
        consumer.ready(8);
        consumer.release(4);
        assertThat(producer.depth()).isEqualTo(4);
        head(3);
        assertThatThrownBy(producer::depth).isInstanceOf(RingCorruptException.class);
    }

    @Test
    void shouldRejectACapacityThatIsNoPowerOfTwo() {
        assertThatThrownBy(() -> new RingProducer(buffer, 0, 7))
                .hasMessage("capacity must be a power of two from 8 to 1048576: capacity=7");
        assertThatThrownBy(() -> new RingConsumer(buffer, 0, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRejectARingThatDoesNotFitIntoItsBuffer() {
        assertThatThrownBy(() -> new RingProducer(buffer, 0, 16)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new RingConsumer(buffer, 8, 8)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            producer.put(i, i);
        }
        producer.publish();
    }

    private void tail(long forged) {
        buffer.putLong(RingDescriptor.TAIL_OFFSET, forged);
    }

    private void head(long forged) {
        buffer.putLong(RingDescriptor.HEAD_OFFSET, forged);
    }

    @Test
    void shouldRefuseMemoryThatMoves() {
        UnsafeBuffer onHeap = new UnsafeBuffer(new byte[RingDescriptor.sizeBytes(CAPACITY)]);
        assertThatThrownBy(() -> new RingProducer(onHeap, 0, CAPACITY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RingConsumer(onHeap, 0, CAPACITY)).isInstanceOf(IllegalArgumentException.class);
    }
}
