package okko.ringshm.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.KernelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyIdleStrategyTest {

    private EventFd counter;

    @BeforeEach
    void create() throws KernelException {
        counter = EventFd.create();
    }

    @AfterEach
    void close() {
        counter.close();
    }

    @Test
    void shouldNeverSleepWhenBusy() {
        PolicyIdleStrategy idle = strategy(IdlePolicy.BUSY);
        for (int i = 0; i < 100_000; i++) {
            idle.idle(0);
        }
        assertThat(idle.sleeps()).isZero();
    }

    @Test
    void shouldSleepAtOnceWhenToldTo() {
        PolicyIdleStrategy idle = strategy(IdlePolicy.SLEEP);
        counter.signal();
        idle.idle(0);
        assertThat(idle.sleeps()).isEqualTo(1);
    }

    @Test
    void shouldLookAgainBeforeItSleepsWhenAdaptive() {
        PolicyIdleStrategy idle = strategy(IdlePolicy.ADAPTIVE);
        for (int i = 0; i < 64 + 10; i++) {
            idle.idle(0);
        }
        assertThat(idle.sleeps()).isZero();
        counter.signal();
        idle.idle(0);
        assertThat(idle.sleeps()).isEqualTo(1);
    }

    @Test
    void shouldLookAgainAnewAfterWork() {
        PolicyIdleStrategy idle = strategy(IdlePolicy.ADAPTIVE);
        for (int i = 0; i < 1_000; i++) {
            idle.idle(0);
            idle.idle(1);
        }
        assertThat(idle.sleeps()).isZero();
    }

    @Test
    void shouldNotAllocateWhenItSleepsAndIsWoken() {
        PolicyIdleStrategy idle = strategy(IdlePolicy.SLEEP);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        int rounds = 0;
        while (least >= 5_000 && rounds < 400) { // the first ones are interpreted, for longer on a busy machine
            rounds++;
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5_000; i++) {
                counter.signal();
                idle.idle(0);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(idle.sleeps()).isEqualTo(rounds * 5_000L);
        assertThat(least).isLessThan(5_000); // less than a byte each: the measuring itself
    }

    private PolicyIdleStrategy strategy(IdlePolicy policy) {
        return new PolicyIdleStrategy(policy, wakeUps -> wakeUps.watch(counter));
    }
}
