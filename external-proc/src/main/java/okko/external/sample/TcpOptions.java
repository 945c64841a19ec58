package okko.external.sample;

import okko.ringshm.wire.NetworkOrder;
import okko.ringshm.wire.Tcp;

/** The options of a segment, rules O1 to O4. One per thread; reused for every packet. */
final class TcpOptions {

    /** Most entries that a layout can hold. */
    static final int MAX_OPTIONS = 8;

    /** What {@link #windowScale()} is without such an option. */
    static final int NO_WINDOW_SCALE = 0x100;

    private static final int MSS_BYTES = 4;
    private static final int WINDOW_SCALE_BYTES = 3;
    private static final int SACK_PERMITTED_BYTES = 2;
    private static final int TIMESTAMPS_BYTES = 10;

    private long layout;
    private boolean complete;
    private int mss;
    private int windowScale;
    private int timestamp;
    private int echo;

    /**
     * Walks the options.
     *
     * @param segment whose header is known to lie inside the frame
     */
    void walk(Segment segment) {
        layout = 0;
        complete = false;
        mss = 0;
        windowScale = NO_WINDOW_SCALE;
        timestamp = 0;
        echo = 0;
        long at = segment.tcp() + Tcp.MIN_LENGTH_BYTES;
        long end = segment.tcp() + segment.tcpBytes();
        for (int i = 0; i < MAX_OPTIONS && at < end; i++) {
            int kind = NetworkOrder.u8(at);
            layout = layout << 8 | kind;
            if (kind == Tcp.OPTION_END) {
                at = end;
            } else if (kind == Tcp.OPTION_NOP) {
                at++;
            } else {
                int bytes = read(kind, at, (int) (end - at));
                if (bytes == 0) {
                    return;
                }
                at += bytes;
            }
        }
        complete = at == end;
    }

    /** Takes an option's values; returns its length, or 0 if it breaks O2 or O3. */
    private int read(int kind, long at, int left) {
        if (left < 2) {
            return 0;
        }
        int bytes = NetworkOrder.u8(at + 1);
        if (bytes < 2 || bytes > left) {
            return 0;
        }
        switch (kind) {
            case Tcp.OPTION_MSS -> {
                if (bytes != MSS_BYTES) {
                    return 0;
                }
                mss = NetworkOrder.u16(at + 2);
            }
            case Tcp.OPTION_WINDOW_SCALE -> {
                if (bytes != WINDOW_SCALE_BYTES) {
                    return 0;
                }
                windowScale = NetworkOrder.u8(at + 2);
            }
            case Tcp.OPTION_SACK_PERMITTED -> {
                if (bytes != SACK_PERMITTED_BYTES) {
                    return 0;
                }
            }
            case Tcp.OPTION_TIMESTAMPS -> {
                if (bytes != TIMESTAMPS_BYTES) {
                    return 0;
                }
                timestamp = NetworkOrder.u32(at + 2);
                echo = NetworkOrder.u32(at + 6);
            }
            default -> { /* stepped over */ }
        }
        return bytes;
    }

    /** {@return kinds in order, one byte each, the last one lowest} */
    long layout() {
        return layout;
    }

    /** {@return true if the list was well formed and had at most {@link #MAX_OPTIONS} entries} */
    boolean complete() {
        return complete;
    }

    /** {@return the announced maximum segment size, bytes; 0 if absent} */
    int mss() {
        return mss;
    }

    /** {@return the announced shift, 0 to 255, or {@link #NO_WINDOW_SCALE}} */
    int windowScale() {
        return windowScale;
    }

    /** {@return the sender's timestamp; 0 if absent} */
    int timestamp() {
        return timestamp;
    }

    /** {@return the peer's timestamp, echoed; 0 if absent} */
    int echo() {
        return echo;
    }
}
