package okko.switchd.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatapathCallsTest {

    private static final int THREADS = 3;

    private final List<BlockingQueue<Runnable>> commands = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final DatapathCalls calls = start();

    private DatapathCalls start() {
        List<Predicate<Runnable>> lines = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            BlockingQueue<Runnable> own = new LinkedBlockingQueue<>();
            commands.add(own);
            lines.add(own::offer);
            threads.add(Thread.ofPlatform().name("t" + i).start(() -> serve(own)));
        }
        return new DatapathCalls(lines);
    }

    private static void serve(BlockingQueue<Runnable> commands) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                commands.take().run();
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    private <T> T await(CompletableFuture<T> answer) {
        while (!answer.isDone()) {
            calls.poll();
            Thread.onSpinWait();
        }
        return answer.join();
    }

    @Test
    void shouldAskTheThreadThatIsNamed() {
        assertThat(await(calls.ask(1, () -> Thread.currentThread().getName()))).isEqualTo("t1");
    }

    @Test
    void shouldAskEachThreadItself() {
        assertThat(await(calls.askEach(thread -> thread + Thread.currentThread().getName())))
                .containsExactly("0t0", "1t1", "2t2");
    }

    @Test
    void shouldDoACommandOnceWhileAllStandStill() {
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        for (int round = 0; round < 2_000; round++) {
            for (int thread = 0; thread < THREADS; thread++) {
                calls.submit(thread, () -> {
                    atWork.incrementAndGet();
                    Thread.onSpinWait();
                    atWork.decrementAndGet();
                });
            }
            assertThat(await(calls.ask(() -> {
                done.incrementAndGet();
                return atWork.get();
            }))).isZero();
        }
        assertThat(done).hasValue(2_000);
    }

    @Test
    void shouldGoOnWhenACommandFails() {
        CompletableFuture<Object> failed = calls.ask(() -> {
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> await(failed)).hasRootCauseMessage("no");
        assertThat(await(calls.askEach(thread -> thread))).containsExactly(0, 1, 2);
    }

    @Test
    void shouldLetAThreadEndThatWaitsForOthersInVain() throws InterruptedException {
        threads.getLast().interrupt();
        threads.getLast().join();
        CompletableFuture<Integer> never = calls.ask(() -> 1);
        threads.getFirst().interrupt();
        threads.getFirst().join();
        calls.poll();
        assertThat(never).isNotDone();
    }
}
