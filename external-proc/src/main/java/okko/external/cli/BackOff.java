package okko.external.cli;

import java.io.IOException;
import okko.ringshm.kernel.ServiceManager;

/** The time between two attempts to find a switch: short at first, then twice as long each time, up to a limit. */
final class BackOff {

    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 5_000;

    private final StopSignal stop;
    private final ServiceManager manager;
    private long nextMs = FIRST_MS;

    BackOff(StopSignal stop, ServiceManager manager) {
        this.stop = stop;
        this.manager = manager;
    }

    /** Waits, unless the signal is raised, and lets the service manager know meanwhile that this is no standstill. */
    void pause() throws IOException {
        try {
            for (long leftMs = nextMs; leftMs > 0 && !stop.isRaised(); leftMs -= FIRST_MS) {
                manager.alive();
                stop.await(Math.min(leftMs, FIRST_MS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a switch", e);
        }
        nextMs = Math.min(2 * nextMs, LONGEST_MS);
    }
}
