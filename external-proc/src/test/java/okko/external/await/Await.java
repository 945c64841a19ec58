package okko.external.await;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits until something holds, and says what it was when it does not. */
public final class Await {

    private static final long PATIENCE_SECONDS = 20;

    private Await() {}

    public static void until(String what, BooleanSupplier holds) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited %d s for: %s", PATIENCE_SECONDS, what).isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
