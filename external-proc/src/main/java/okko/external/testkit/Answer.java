package okko.external.testkit;

import okko.external.api.Verdict;

/**
 * What a processor made of a packet.
 *
 * @param verdict  of the processor
 * @param result   for a packet that passes, 0 to 255; else 0
 * @param port     OpenFlow number of the port to leave by for {@link Verdict#OUTPUT}; else 0
 * @param bytes    of the frame as the processor left it
 */
public record Answer(Verdict verdict, int result, int port, byte[] bytes) {

    /** {@return the verdict in a word or two: {@code pass 1}, {@code drop}, {@code output 7}} */
    @Override
    public String toString() {
        return switch (verdict) {
            case PASS -> "pass " + result;
            case DROP -> "drop";
            case OUTPUT -> "output " + port;
        };
    }
}
