package okko.ringshm.idle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.layout.RingDescriptor;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WakeUpsTest {

    private static final int CAPACITY = 8;
    // Longer than the test may take: a wake-up that is lost fails it.
    private static final int FOR_EVER_MS = 600_000;

    private final WakeUps wakeUps = new WakeUps();
    private EventFd counter;
    private UnsafeBuffer first;
    private UnsafeBuffer second;
    private RingProducer firstProducer;
    private RingProducer secondProducer;
    private RingConsumer firstConsumer;
    private RingConsumer secondConsumer;

    @BeforeEach
    void connect() throws KernelException {
        counter = EventFd.create();
        first = new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(CAPACITY), 128));
        second = new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(CAPACITY), 128));
        firstProducer = new RingProducer(first, 0, CAPACITY, counter);
        secondProducer = new RingProducer(second, 0, CAPACITY, counter);
        firstConsumer = new RingConsumer(first, 0, CAPACITY, counter);
        secondConsumer = new RingConsumer(second, 0, CAPACITY, counter);
    }

    @AfterEach
    void close() {
        counter.close();
    }

    private boolean sleep(int longestMs) {
        return wakeUps.sleep(list -> {
            list.watch(firstConsumer);
            list.watch(secondConsumer);
        }, longestMs);
    }

    @Test
    void shouldBeWokenWhenTheSleepBeforeFailed() {
        assertThatThrownBy(() -> wakeUps.sleep(list -> {
            list.watch(firstConsumer);
            throw new IllegalStateException("a defect");
        }, FOR_EVER_MS)).hasMessage("a defect");
        assertThat(firstConsumer.prepareToSleep()).isTrue();
        publish(firstProducer);
        assertThat(counter.await(0)).isTrue();
    }

    @Test
    void shouldNotSleepWhenARingHasSomething() {
        publish(secondProducer);
        assertThat(sleep(FOR_EVER_MS)).isFalse();
        take(secondConsumer);
        assertThat(sleep(1)).isTrue();
    }

    @Test
    void shouldNotSleepWhenTheProducersPositionCannotBeTrue() {
        first.putLong(RingDescriptor.TAIL_OFFSET, -1);
        assertThat(sleep(FOR_EVER_MS)).isFalse();
    }

    @Test
    void shouldSleepNoLongerThanWanted() {
        assertThat(wakeUps.sleep(list -> list.noLongerThan(1), FOR_EVER_MS)).isTrue();
        assertThat(wakeUps.sleep(list -> list.noLongerThan(0), FOR_EVER_MS)).isFalse();
    }

    @Test
    void shouldSignalOncePerSleep() {
        assertThat(firstConsumer.prepareToSleep()).isTrue();
        publish(firstProducer);
        publish(firstProducer);
        publish(secondProducer); // its consumer is not asleep
        firstConsumer.awake();
        publish(firstProducer);
        assertThat(firstProducer.wakeUps()).isEqualTo(1);
        assertThat(secondProducer.wakeUps()).isZero();
        assertThat(counter.await(0)).isTrue();
        counter.clear();
        assertThat(counter.await(0)).isFalse();
    }

    @Test
    void shouldNotSignalAConsumerThatNeverSleeps() {
        firstConsumer.neverSleeps();
        publish(firstProducer);
        assertThat(firstProducer.wakeUps()).isZero();
    }

    @Test
    void shouldSignalNoMoreWhenTheWordIsLeftOddForEver() {
        first.putLong(RingDescriptor.SLEEPS_OFFSET, 77);
        for (int i = 0; i < CAPACITY; i++) {
            publish(firstProducer);
        }
        assertThat(firstProducer.wakeUps()).isEqualTo(1);
    }

    @Test
    void shouldSleepAgainAfterACounterWasRaisedForNothing() {
        counter.signal();
        counter.signal();
        assertThat(sleep(FOR_EVER_MS)).isTrue(); // one sleep ends at once, and empties the counter
        assertThat(counter.await(0)).isFalse();
    }

    @Test
    void shouldServeOneRingWhenTheCounterIsRaisedWithoutEnd() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread flood = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                counter.signal();
            }
        });
        for (int i = 0; i < 1_000; i++) {
            publish(secondProducer);
            while (secondConsumer.ready(CAPACITY) == 0) {
                sleep(FOR_EVER_MS);
            }
            take(secondConsumer);
        }
        stop.set(true);
        flood.join();
    }

    @Test
    void shouldLoseNoWakeUpWhenTwoRingsShareACounter() throws InterruptedException {
        long seed = System.nanoTime();
        int rounds = 20_000;
        Thread producer = Thread.ofPlatform().start(() -> {
            Random random = new Random(seed);
            for (int i = 0; i < rounds; i++) {
                RingProducer ring = random.nextBoolean() ? firstProducer : secondProducer;
                while (ring.room(1) == 0) {
                    Thread.yield();
                }
                publish(ring);
                for (int spin = random.nextInt(2_000); spin > 0; spin--) {
                    Thread.onSpinWait();
                }
            }
        });
        int taken = 0;
        while (taken < rounds) {
            int now = take(firstConsumer) + take(secondConsumer);
            taken += now;
            if (now == 0) {
                sleep(FOR_EVER_MS);
            }
        }
        producer.join();
        assertThat(taken).as("seed %d", seed).isEqualTo(rounds);
        assertThat(firstProducer.wakeUps() + secondProducer.wakeUps()).as("seed %d", seed).isPositive();
    }

    @Test
    void shouldTakeMoreEntriesThanItHasPlacesFor() throws KernelException {
        EventFd[] others = new EventFd[40];
        for (int i = 0; i < others.length; i++) {
            others[i] = EventFd.create();
        }
        others[39].signal();
        assertThat(wakeUps.sleep(list -> {
            for (EventFd other : others) {
                list.watch(other);
            }
        }, FOR_EVER_MS)).isTrue();
        for (EventFd other : others) {
            assertThat(other.await(0)).isFalse();
            other.close();
        }
    }

    private static void publish(RingProducer producer) {
        assertThat(producer.room(1)).isPositive();
        producer.put(1, 2);
        producer.publish();
    }

    private static int take(RingConsumer consumer) {
        int ready = consumer.ready(CAPACITY);
        consumer.release(ready);
        return ready;
    }
}
