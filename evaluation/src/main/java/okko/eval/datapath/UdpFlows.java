package okko.eval.datapath;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import okko.ringshm.capture.CaptureWriter;
import okko.ringshm.wire.Checksum;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.NetworkOrder;
import okko.ringshm.wire.Udp;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames of 64 bytes: UDP over IPv4, the flows in scattered order and the groups of the grid in turn, so that no two
 * neighbours match the same rule. The same arguments always give the same frames.
 *
 * @param count how many flows, 1 to 2^20
 * @param grid  that their addresses are spread over
 */
record UdpFlows(int count, MaskGrid grid) {

    /** Of every frame, without the frame check sequence. */
    static final int FRAME_BYTES = 64;

    /** A source looks at the clock at the end of each pass. */
    private static final int FEWEST_FRAMES = 1000;

    private static final long DESTINATION_STATION = 0x02_00_00_00_00_02L;
    private static final long SOURCE_STATION = 0x02_00_00_00_00_01L;
    private static final int TIME_TO_LIVE = 64;
    private static final int VERSION_AND_LENGTH = 0x45;
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 50_000;
    /** Odd, so that its multiples modulo a power of two are all different: Knuth's multiplicative hashing. */
    private static final int SCATTER = 0x9e3779b1;

    /** {@return how many frames there are: as many of each flow, and together so many that a pass takes its time} */
    int frames() {
        return count * Math.ceilDiv(FEWEST_FRAMES, count);
    }

    /** {@return how many frames a group has} */
    int framesOf(int group) {
        return Math.ceilDiv(count - group, grid.groups()) * (frames() / count);
    }

    private int group(int flow) {
        return flow % grid.groups();
    }

    /** {@return where a flow comes from} */
    int source(int flow) {
        return grid.source(group(flow), flow / grid.groups() * SCATTER);
    }

    /** {@return where a flow goes to} */
    int destination(int flow) {
        return grid.destination(group(flow), flow / grid.groups() * SCATTER >>> 7);
    }

    /** {@return UDP port that a flow comes from} */
    int sourcePort(int flow) {
        return FIRST_PORT + flow % PORTS;
    }

    /**
     * Writes the frames to a file.
     *
     * @param file pcap file, made
     * @throws IOException if it cannot be written
     */
    void write(Path file) throws IOException {
        UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(FRAME_BYTES));
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (int i = 0; i < frames(); i++) {
                fill(frame.addressOffset(), i);
                writer.write(i, frame.addressOffset(), FRAME_BYTES);
            }
        }
    }

    /** Makes a frame of memory that was 0, or holds another of these frames. */
    void fill(long frame, int index) {
        int flow = index % count;
        Ethernet.destination(frame, DESTINATION_STATION);
        Ethernet.source(frame, SOURCE_STATION);
        Ethernet.type(frame, Ethernet.TYPE_IPV4);
        long ip = frame + Ethernet.LENGTH_BYTES;
        int ipBytes = FRAME_BYTES - Ethernet.LENGTH_BYTES;
        NetworkOrder.put8(ip, VERSION_AND_LENGTH);
        Ipv4.totalLength(ip, ipBytes);
        Ipv4.timeToLive(ip, TIME_TO_LIVE);
        Ipv4.protocol(ip, Ipv4.PROTOCOL_UDP);
        Ipv4.source(ip, source(flow));
        Ipv4.destination(ip, destination(flow));
        Ipv4.checksum(ip, 0);
        Ipv4.checksum(ip, Checksum.fold(Checksum.sum(ip, Ipv4.MIN_LENGTH_BYTES, 0)));
        long udp = ip + Ipv4.MIN_LENGTH_BYTES;
        Udp.sourcePort(udp, sourcePort(flow));
        Udp.destinationPort(udp, MaskGrid.PORT);
        Udp.length(udp, ipBytes - Ipv4.MIN_LENGTH_BYTES);
        Udp.checksum(udp, 0); // none; RFC 768 leaves the choice
    }
}
