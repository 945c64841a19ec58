package okko.ringshm.attach;

import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.Signaller;
import okko.ringshm.region.SharedRegion;

/** What the two sides of an attachment share, beside the pool. */
record Channel(TrustMode trust, SharedRegion rings, int capacity, EventFd processorWakeUp, EventFd switchWakeUp)
        implements AutoCloseable {

    /** Takes the rings over, also if this fails; the signaller, which wakes the processor, stays the caller's. */
    static Channel create(AttachDecision.Accepted terms, SharedRegion rings, Signaller signaller)
            throws KernelException {
        EventFd processorWakeUp = null;
        try {
            processorWakeUp = EventFd.create(signaller);
            return new Channel(terms.trust(), rings, terms.ringCapacity(), processorWakeUp, EventFd.create());
        } catch (KernelException e) {
            rings.close();
            if (processorWakeUp != null) {
                processorWakeUp.close();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        rings.close();
        processorWakeUp.close();
        switchWakeUp.close();
    }
}
