package okko.ringshm.idle;

/** Something whose thread may sleep when it has no work. */
@FunctionalInterface
public interface Sleeper {

    /**
     * Lists everything that may bring work. Called before each sleep, on the thread that does the work, and only after
     * it found none: what comes later must be listed, or it waits until the sleep's time is over.
     *
     * @param wakeUps to add to
     */
    void prepareToSleep(WakeUps wakeUps);
}
