package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceiveQueueTest {

    private static final int NS_PER_S = 1_000_000_000;

    private static ReceiveQueue queue(double ratePps, long durationNs, int capacity) {
        return new ReceiveQueue(new ReplayRequest.Offered(ratePps, durationNs, capacity, Optional.empty()));
    }

    /** Takes what is there, up to a limit, and returns the packets' numbers. */
    private static List<Long> take(ReceiveQueue queue, int most) {
        List<Long> numbers = new ArrayList<>();
        while (queue.ready() > 0 && numbers.size() < most) {
            int count = Math.min(queue.ready(), most - numbers.size());
            for (int i = 0; i < count; i++) {
                numbers.add(queue.next() + i);
            }
            queue.take(count);
        }
        return numbers;
    }

    @Test
    void shouldLetPacketsArriveWhenTheyAreDue() {
        ReceiveQueue queue = queue(1_000_000, 5_000, 8); // one per 1,000 ns

        assertThat(queue.ready()).isZero();
        queue.arriveUntil(0);
        assertThat(take(queue, 8)).containsExactly(0L);
        queue.arriveUntil(999);
        assertThat(take(queue, 8)).isEmpty();
        queue.arriveUntil(1_000);
        assertThat(take(queue, 8)).containsExactly(1L);
        queue.arriveUntil(3_999);
        assertThat(take(queue, 8)).containsExactly(2L, 3L);
        assertThat(queue.isOver()).isFalse();
        queue.arriveUntil(1_000_000);
        assertThat(take(queue, 8)).containsExactly(4L);
        assertThat(queue.isOver()).isTrue();
        assertThat(queue.offered()).isEqualTo(5);
        assertThat(queue.losses()).isEqualTo(Losses.NONE);
        assertThat(queue.dueNs(4)).isEqualTo(4_000);
    }

    @Test
    void shouldLoseTheNewestWhenTheQueueIsFull() {
        ReceiveQueue queue = queue(1_000_000, 100_000, 4);

        queue.arriveUntil(9_000); // packets 0 to 9
        assertThat(take(queue, 3)).containsExactly(0L, 1L, 2L);
        queue.arriveUntil(11_000); // 10 and 11 find room for three
        assertThat(take(queue, 100)).containsExactly(3L, 10L, 11L);

        assertThat(queue.losses()).isEqualTo(new Losses(6, 0));
        assertThat(queue.offered()).isEqualTo(12);
    }

    @Test
    void shouldNameTheLackOfABufferWhenThatKeptPacketsWaiting() {
        ReceiveQueue queue = queue(1_000_000, 100_000, 2);
        queue.arriveUntil(1_000);
        queue.lacksBuffer(true);
        queue.arriveUntil(3_000);
        queue.lacksBuffer(false);
        queue.arriveUntil(4_000);

        assertThat(queue.losses()).isEqualTo(new Losses(1, 2));

        queue.abandon();
        assertThat(queue.losses()).isEqualTo(new Losses(1, 4));
        assertThat(queue.offered()).isEqualTo(5);
        assertThat(queue.ready()).isZero();
    }

    @Test
    void shouldOfferWholePacketsWhenTheRateHasAFraction() {
        ReceiveQueue queue = queue(1.5, 2_000_000_000L, 8); // due at 0, 2/3 and 4/3 s

        queue.arriveUntil(666_666_666);
        assertThat(queue.offered()).isEqualTo(1);
        queue.arriveUntil(666_666_667);
        assertThat(queue.offered()).isEqualTo(2);
        queue.arriveUntil(Long.MAX_VALUE);
        assertThat(queue.offered()).isEqualTo(3);
        assertThat(queue.dueNs(2)).isEqualTo(1_333_333_333);
    }

    /** Beside a queue that holds each packet by itself and lets them arrive one at a time. */
    @Test
    void shouldDoAsAQueueOfSinglePacketsWhenPolledAtRandom() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int ratePps = 1_000 + random.nextInt(NS_PER_S);
            long durationNs = 1 + 500L * random.nextInt(NS_PER_S) / ratePps;
            long total = Math.ceilDiv(durationNs * ratePps, (long) NS_PER_S);
            int capacity = 1 + random.nextInt(40);
            ReceiveQueue queue = queue(ratePps, durationNs, capacity);
            Deque<Long> model = new ArrayDeque<>();
            long arrived = 0;
            long lost = 0;
            long taken = 0;
            long elapsedNs = 0;
            while (!queue.isOver()) {
                String where = "seed=" + seed + ", round=" + round + ", elapsedNs=" + elapsedNs;
                queue.arriveUntil(elapsedNs);
                for (; arrived < total && arrived * NS_PER_S <= elapsedNs * ratePps; arrived++) {
                    if (model.size() < capacity) {
                        model.add(arrived);
                    } else {
                        lost++;
                    }
                }
                int most = random.nextInt(33);
                List<Long> expected = new ArrayList<>();
                while (!model.isEmpty() && expected.size() < most) {
                    expected.add(model.remove());
                }
                assertThat(take(queue, most)).as(where).isEqualTo(expected);
                taken += expected.size();
                assertThat(queue.losses().total()).as(where).isEqualTo(lost);
                assertThat(queue.offered()).as(where).isEqualTo(arrived);
                elapsedNs += random.nextLong(1 + 60L * NS_PER_S / ratePps);
            }
            assertThat(taken + lost).as("seed=" + seed + ", round=" + round).isEqualTo(total);
        }
    }
}
