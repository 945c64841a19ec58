package okko.external.sample;

import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Tcp;

/** Matches the SYN of a Linux client, {@code 4:64:0:*:mss*44,7:mss,sok,ts,nop,ws:df,id+:0}; rules P1 to P9. */
public final class P0fProcessor extends VerdictProcessor {

    private static final int FLAGS_AND_RESERVED = 0x0fff;
    private static final int MAX_TIME_TO_LIVE = 64;
    private static final int MAX_HOPS = 35;
    private static final int RESERVED_FRAGMENT_BIT = 0x8000;
    private static final int TYPE_OF_SERVICE_ECN = 0x03;
    private static final int WINDOW_IN_MSS = 44;
    private static final int WINDOW_SCALE = 7;
    private static final long LAYOUT = (long) Tcp.OPTION_MSS << 32
            | Tcp.OPTION_SACK_PERMITTED << 24
            | Tcp.OPTION_TIMESTAMPS << 16
            | Tcp.OPTION_NOP << 8
            | Tcp.OPTION_WINDOW_SCALE;

    private final Segment segment = new Segment();
    private final TcpOptions options = new TcpOptions();

    /** Makes the processor. */
    public P0fProcessor() {}

    @Override
    int verdict(long frame, int lengthBytes) {
        return segment.parse(frame, lengthBytes) == Segment.Kind.TCP && headersFit() && optionsFit()
                ? MATCH
                : NO_MATCH;
    }

    /** P1 to P6. */
    private boolean headersFit() {
        long ip = segment.ip();
        long tcp = segment.tcp();
        int timeToLive = Ipv4.timeToLive(ip);
        return (Tcp.dataOffsetAndFlags(tcp) & FLAGS_AND_RESERVED) == Tcp.SYN
                && timeToLive <= MAX_TIME_TO_LIVE
                && timeToLive >= MAX_TIME_TO_LIVE - MAX_HOPS
                && segment.ipBytes() == Ipv4.MIN_LENGTH_BYTES
                && (Ipv4.fragment(ip) & (RESERVED_FRAGMENT_BIT | Ipv4.DONT_FRAGMENT)) == Ipv4.DONT_FRAGMENT
                && Ipv4.identification(ip) != 0
                && (Ipv4.typeOfService(ip) & TYPE_OF_SERVICE_ECN) == 0
                && Tcp.sequence(tcp) != 0
                && Tcp.acknowledgement(tcp) == 0
                && Tcp.urgentPointer(tcp) == 0
                && segment.payloadBytes() == 0;
    }

    /** P7 to P9. */
    private boolean optionsFit() {
        options.walk(segment);
        return options.complete()
                && options.layout() == LAYOUT
                && Tcp.window(segment.tcp()) == options.mss() * WINDOW_IN_MSS
                && options.windowScale() == WINDOW_SCALE
                && options.timestamp() != 0
                && options.echo() == 0;
    }
}
