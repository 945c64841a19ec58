package okko.external.sample;

/** Matches every packet and reads none: the price of the crossing alone. */
public final class PassProcessor extends VerdictProcessor {

    /** Makes the processor. */
    public PassProcessor() {}

    @Override
    int verdict(long frame, int lengthBytes) {
        return MATCH;
    }
}
