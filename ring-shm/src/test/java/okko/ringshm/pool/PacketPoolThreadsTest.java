package okko.ringshm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okko.ringshm.region.HugePages;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads use one pool. */
class PacketPoolThreadsTest {

    private static final int OPERATIONS = 300_000;

    private static PacketPool pool(int buffers, int threads) throws IOException {
        return PacketPool.create(new PoolConfig(buffers, 64), HugePages.NEVER, threads);
    }

    private static List<Integer> allocateAll(PacketPool pool) {
        List<Integer> all = new ArrayList<>();
        for (int buffer = pool.allocate(); buffer != PacketPool.NO_BUFFER; buffer = pool.allocate()) {
            all.add(buffer);
        }
        return all;
    }

    @Test
    void shouldGiveAllBuffersToOneThreadWhenNoOtherHasAny() throws IOException {
        try (PacketPool pool = pool(100, 2)) {
            assertThat(allocateAll(pool)).hasSize(100).doesNotHaveDuplicates();
            assertThat(allocateAll(pool.ofThread(1))).isEmpty();
        }
    }

    @Test
    void shouldLetAThreadAllocateWhatAnotherOneFreed() throws IOException {
        try (PacketPool pool = pool(128, 2)) {
            PacketPool other = pool.ofThread(1);
            for (int round = 0; round < 100; round++) {
                List<Integer> all = allocateAll(pool);
                // A chunk has 4 buffers here, and the list of the other thread keeps less than three of them.
                assertThat(all).hasSizeGreaterThan(128 - 12).doesNotHaveDuplicates();
                all.forEach(other::release);
            }
            assertThat(pool.check()).isEqualTo(new PoolCensus(128, 0, 0, List.of()));
        }
    }

    @Test
    void shouldCountFreeBuffersAsTheThreadCanAllocateThem() throws IOException {
        try (PacketPool pool = pool(128, 2)) {
            int before = pool.ofThread(1).freeCount();
            assertThat(allocateAll(pool.ofThread(1))).hasSize(before);
            assertThat(pool.ofThread(1).freeCount()).isZero();
        }
    }

    @Test
    void shouldFreeABufferWhenTheLastReferenceGoesOnAnotherThread() throws IOException {
        try (PacketPool pool = pool(64, 2)) {
            int buffer = pool.allocate();
            pool.retain(buffer);
            pool.retain(buffer);
            pool.ofThread(1).release(buffer);
            pool.release(buffer);
            assertThat(pool.references(buffer)).isEqualTo(1);
            pool.ofThread(1).release(buffer);
            assertThat(pool.check()).isEqualTo(new PoolCensus(64, 0, 0, List.of()));
        }
    }

    @Test
    void shouldCountLoansOfAllThreads() throws IOException {
        try (PacketPool pool = pool(64, 2)) {
            int first = pool.allocate();
            int second = pool.ofThread(1).allocate();
            pool.lend(first, 0);
            int generation = pool.ofThread(1).lend(second, 7);
            assertThat(pool.check()).isEqualTo(new PoolCensus(62, 0, 2, List.of()));
            assertThat(pool.takeBack(second, 0, generation)).isFalse();
            assertThat(pool.ofThread(1).takeBack(second, 7, generation)).isTrue();
            assertThat(pool.check()).isEqualTo(new PoolCensus(62, 1, 1, List.of()));
        }
    }

    /**
     * Each thread allocates, retains, and hands references on to the next one round a circle; in the end all references
     * are given up, and every buffer is free.
     */
    @Test
    @Timeout(60)
    void shouldLoseNothingWhenReferencesGoRoundTheThreads() throws Exception {
        long seed = System.nanoTime();
        int threads = 3;
        List<OneToOneConcurrentArrayQueue<Integer>> queues = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            queues.add(new OneToOneConcurrentArrayQueue<>(64));
        }
        CountDownLatch done = new CountDownLatch(threads);
        try (PacketPool pool = pool(96, threads); ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Worker worker = new Worker(pool.ofThread(i), new Random(seed + i), queues.get(i),
                        queues.get((i + 1) % threads), done);
                all.add(workers.submit(worker));
            }
            for (Future<?> each : all) {
                each.get();
            }
            assertThat(pool.check()).as("seed %d", seed).isEqualTo(new PoolCensus(96, 0, 0, List.of()));
        }
    }

    private record Worker(PacketPool pool, Random random, OneToOneConcurrentArrayQueue<Integer> in,
            OneToOneConcurrentArrayQueue<Integer> out, CountDownLatch done) implements Runnable {

        @Override
        public void run() {
            List<Integer> held = new ArrayList<>();
            for (int i = 0; i < OPERATIONS; i++) {
                operate(held);
            }
            done.countDown();
            while (done.getCount() > 0 || !in.isEmpty()) {
                in.drain(pool::release);
                Thread.onSpinWait();
            }
            held.forEach(pool::release);
            in.drain(pool::release);
        }

        private void operate(List<Integer> held) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    int buffer = held.size() < 16 ? pool.allocate() : PacketPool.NO_BUFFER;
                    if (buffer != PacketPool.NO_BUFFER) {
                        held.add(buffer);
                    }
                }
                case 1 -> in.drain(held::add);
                case 2 -> {
                    if (!held.isEmpty()) {
                        int buffer = held.get(random.nextInt(held.size()));
                        pool.retain(buffer);
                        if (!out.offer(buffer)) {
                            pool.release(buffer);
                        }
                    }
                }
                case 3 -> {
                    while (held.size() > random.nextInt(16)) {
                        pool.release(held.remove(random.nextInt(held.size())));
                    }
                }
                default -> throw new AssertionError();
            }
        }
    }
}
