package okko.switchd.openflow.wire;

import okko.switchd.openflow.OpenFlowException;

/** A time span in bytes: 32 bits of seconds and 32 bits of nanoseconds; all ones if it is not known. */
final class Duration {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int UNKNOWN = -1;

    private Duration() {}

    /**
     * Reads a time span.
     *
     * @param reader at 8 bytes
     * @return nanoseconds; negative if it is not known
     * @throws OpenFlowException if fewer bytes are left
     */
    static long read(WireReader reader) throws OpenFlowException {
        int seconds = reader.u32();
        int nanos = reader.u32();
        return seconds == UNKNOWN
                ? UNKNOWN
                : Integer.toUnsignedLong(seconds) * NANOS_PER_SECOND + Integer.toUnsignedLong(nanos);
    }

    /**
     * Writes a time span.
     *
     * @param nanos  nanoseconds; negative if it is not known
     * @param writer takes 8 bytes
     */
    static void write(long nanos, WireWriter writer) {
        if (nanos < 0) {
            writer.u32(UNKNOWN).u32(UNKNOWN);
        } else {
            writer.u32((int) (nanos / NANOS_PER_SECOND)).u32((int) (nanos % NANOS_PER_SECOND));
        }
    }
}
