package okko.external.sample;

import okko.external.api.PacketBatch;
import okko.external.api.Processor;

/** A processor that passes every packet and tells the switch, as the result, whether it matched. */
public abstract class VerdictProcessor implements Processor {

    /** The packet matches. */
    static final int MATCH = 1;

    /** The packet does not match. */
    static final int NO_MATCH = 0;

    /** For the processors of this package. */
    VerdictProcessor() {}

    /**
     * Judges one packet.
     *
     * @param frame       address of its first byte
     * @param lengthBytes of the frame
     * @return {@link #MATCH} or {@link #NO_MATCH}
     */
    abstract int verdict(long frame, int lengthBytes);

    @Override
    public final void process(PacketBatch batch) {
        for (int i = 0, size = batch.size(); i < size; i++) {
            batch.pass(i, verdict(batch.address(i), batch.lengthBytes(i)));
        }
    }
}
