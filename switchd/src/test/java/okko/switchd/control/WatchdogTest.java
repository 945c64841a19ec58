package okko.switchd.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private static final long PERIOD_NS = 3_000;

    private final Queue<Runnable> datapath = new ArrayDeque<>();
    private final DatapathCalls calls = new DatapathCalls(datapath::offer);
    private long nowNs = 77;
    private int signs;

    private void control(Watchdog watchdog) {
        calls.poll();
        watchdog.doWork();
    }

    private void datapath() {
        datapath.forEach(Runnable::run);
        datapath.clear();
    }

    @Test
    void shouldGiveThreeSignsPerPeriodWhileTheDatapathAnswers() {
        Watchdog watchdog = new Watchdog(PERIOD_NS, () -> signs++, calls, () -> nowNs);
        for (int i = 0; i < 3_100; i++) {
            control(watchdog);
            datapath();
            nowNs++;
        }
        assertThat(signs).isEqualTo(3);
    }

    @Test
    void shouldBeSilentFromWhenTheDatapathHangsUntilItGoesOn() {
        Watchdog watchdog = new Watchdog(PERIOD_NS, () -> signs++, calls, () -> nowNs);
        for (int i = 0; i < 100; i++) {
            control(watchdog);
            nowNs += PERIOD_NS;
        }
        assertThat(signs).isZero();
        assertThat(datapath).as("questions that wait").hasSize(1);
        datapath();
        control(watchdog);
        assertThat(signs).isEqualTo(1);
    }

    @Test
    void shouldAskNothingWhenTheManagerWantsNoSigns() {
        Watchdog watchdog = new Watchdog(0, () -> signs++, calls, () -> nowNs);
        control(watchdog);
        nowNs += PERIOD_NS;
        control(watchdog);
        assertThat(datapath).isEmpty();
    }
}
