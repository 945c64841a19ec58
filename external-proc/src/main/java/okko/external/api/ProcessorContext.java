package okko.external.api;

import java.util.function.LongSupplier;

/**
 * What a processor is told when it starts.
 *
 * @param name     that it attaches by: the ring port's name in the switch
 * @param settings that the user gave
 * @param metrics  where it registers what it counts
 * @param clock    monotonic time in nanoseconds; {@code System.nanoTime} but in tests
 */
public record ProcessorContext(String name, Settings settings, Metrics metrics, LongSupplier clock) {

    /**
     * Reads the clock.
     *
     * @return nanoseconds since some moment; only differences mean something
     */
    public long nanoTime() {
        return clock.getAsLong();
    }
}
