package okko.switchd.packet;

import okko.ringshm.idle.WakeUps;

/** Where packets come from: the receiving half of a port. */
public interface Source {

    /**
     * Receives what is there, without waiting.
     *
     * @param batch empty; received packets are added, and belong to the caller then
     * @return how many were added, 0 to {@link Batch#CAPACITY}; no more than there was {@linkplain Batch#room room}
     *         for, unless they come together
     */
    int receive(Batch batch);

    /**
     * Lists what says that packets are there, for a thread that is about to sleep. A source that cannot tell has itself
     * looked at all the time.
     *
     * @param wakeUps to add to
     */
    default void prepareToSleep(WakeUps wakeUps) {
        wakeUps.noLongerThan(0);
    }

    /** {@return whether packets may come with the answer to a {@link Question}; of most sources they never do} */
    default boolean bringsAnswers() {
        return false;
    }
}
