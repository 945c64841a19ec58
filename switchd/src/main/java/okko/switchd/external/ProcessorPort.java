package okko.switchd.external;

import okko.ringshm.attach.Attachment;

/**
 * The port that a processor serves, as its supervisor sees it. Each call is handed on to the datapath thread, which
 * alone touches the rings; calls arrive in order.
 */
public interface ProcessorPort {

    /** {@return the name that a processor must give to serve this port} */
    String name();

    /** {@return descriptors per ring, a power of two} */
    int ringCapacity();

    /** {@return whether the port has cut the processor off by itself, because it broke the rules} */
    boolean hasCutOff();

    /**
     * Begins to feed a processor.
     *
     * @param attachment whose rings the port uses until {@code reclaimed} of {@link #died} is called
     */
    void attach(Attachment attachment);

    /** Stops feeding the processor, which gives no sign of life. */
    void suspend();

    /** Feeds the processor again. */
    void resume();

    /** Uses the rings no more; the processor has hung up but may be alive. */
    void cutOff();

    /**
     * Takes everything back from a processor that is dead for certain.
     *
     * @param reclaimed called on the supervisor's thread when the port has no more to do with the rings
     */
    void died(Runnable reclaimed);
}
