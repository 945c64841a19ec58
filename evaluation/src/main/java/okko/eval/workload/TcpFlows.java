package okko.eval.workload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import okko.ringshm.wire.Checksum;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.NetworkOrder;
import okko.ringshm.wire.Tcp;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.commons.math3.distribution.ZipfDistribution;
import org.apache.commons.math3.random.Well19937c;

/**
 * Traffic that is made and not recorded, for whoever needs to choose its lengths and its flows: TCP connections, each
 * with a handshake and then data, first to last in every pass. Of eight connections one is opened from outside, so that
 * a firewall has something to refuse. The same arguments always give the same frames.
 *
 * @param flows   connections, 1 to 2^20
 * @param frames  of a pass; each flow has one at least if there are as many frames as flows and the spread is uniform
 * @param lengths of the frames in turn, in bytes without frame check sequence, 54 to 1,518
 * @param spread  how frames are shared out among flows
 * @param servers how many addresses the connections go to, in turn
 * @param seed    of what is drawn
 */
public record TcpFlows(int flows, int frames, List<Integer> lengths, Spread spread, int servers, long seed) {

    private static final double ZIPF_EXPONENT = 1.1;
    private static final int HEADERS_BYTES = Ethernet.LENGTH_BYTES + Ipv4.MIN_LENGTH_BYTES + Tcp.MIN_LENGTH_BYTES;
    private static final int LONGEST_BYTES = 1_518;
    private static final int OUTSIDE_EVERY = 8;
    private static final int INSIDE = 10 << 24 | 1 << 16;
    private static final int OUTSIDE = 198 << 24 | 18 << 16;
    private static final int SERVERS = 172 << 24 | 16 << 16;
    private static final int SERVER_PORT = 443;
    private static final int FIRST_CLIENT_PORT = 1_024;
    private static final int CLIENTS_BITS = 16;
    private static final int VERSION_AND_LENGTH = 0x45;
    private static final int TIME_TO_LIVE = 64;
    private static final int TCP_HEADER_WORDS = 5 << 12;
    /** Odd, so that its multiples modulo a power of two are all different: Knuth's multiplicative hashing. */
    private static final int SCATTER = 0x9e3779b1;

    /** How frames are shared out among flows. */
    public enum Spread {
        /** Each flow has as many as any other. */
        UNIFORM,
        /** The flow of rank k has a share in proportion to 1 / k^1.1. */
        ZIPF
    }

    /** Checks the lengths. */
    public TcpFlows {
        lengths = List.copyOf(lengths);
        if (lengths.stream().anyMatch(length -> length < HEADERS_BYTES || length > LONGEST_BYTES)) {
            throw new IllegalArgumentException("frames have " + HEADERS_BYTES + " to " + LONGEST_BYTES
                    + " bytes: lengths=" + lengths);
        }
    }

    /** {@return the frames} */
    public Traffic traffic() {
        UnsafeBuffer scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(LONGEST_BYTES));
        ZipfDistribution zipf = spread == Spread.UNIFORM ? null
                : new ZipfDistribution(new Well19937c(seed), flows, ZIPF_EXPONENT);
        int[] sent = new int[flows];
        List<byte[]> made = new ArrayList<>(frames);
        long bytes = 0;
        for (int i = 0; i < frames; i++) {
            int flow = zipf == null ? i % flows : zipf.sample() - 1;
            byte[] frame = new byte[lengths.get(i % lengths.size())];
            fill(scratch.addressOffset(), flow, sent[flow]++, frame.length);
            scratch.getBytes(0, frame);
            made.add(frame);
            bytes += frame.length;
        }
        return new Traffic("made: " + flows + " TCP connections, " + spread.name().toLowerCase(), List.copyOf(made),
                seed, Fingerprint.ofFrames(made), flows, bytes);
    }

    /**
     * Names an address that connections go to.
     *
     * @param server from 0
     * @return dotted
     */
    public static String serverAddress(int server) {
        int address = SERVERS + server;
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    /** Of a flow, frame 0 opens it, 1 answers, 2 acknowledges, and then both sides send data in turn. */
    private void fill(long frame, int flow, int index, int lengthBytes) {
        boolean fromClient = index % 2 == 0;
        int client = (flow % OUTSIDE_EVERY == OUTSIDE_EVERY - 1 ? OUTSIDE : INSIDE)
                + (flow * SCATTER >>> CLIENTS_BITS);
        int clientPort = FIRST_CLIENT_PORT + (flow >>> CLIENTS_BITS) + (flow * SCATTER & 0xff) * 16;
        int server = SERVERS + flow % servers;
        Ethernet.destination(frame, 0x02_00_00_00_00_02L);
        Ethernet.source(frame, 0x02_00_00_00_00_01L);
        Ethernet.type(frame, Ethernet.TYPE_IPV4);
        long ip = frame + Ethernet.LENGTH_BYTES;
        NetworkOrder.put8(ip, VERSION_AND_LENGTH);
        Ipv4.totalLength(ip, lengthBytes - Ethernet.LENGTH_BYTES);
        Ipv4.timeToLive(ip, TIME_TO_LIVE);
        Ipv4.protocol(ip, Ipv4.PROTOCOL_TCP);
        Ipv4.source(ip, fromClient ? client : server);
        Ipv4.destination(ip, fromClient ? server : client);
        Ipv4.checksum(ip, 0);
        Ipv4.checksum(ip, Checksum.fold(Checksum.sum(ip, Ipv4.MIN_LENGTH_BYTES, 0)));
        long tcp = ip + Ipv4.MIN_LENGTH_BYTES;
        Tcp.sourcePort(tcp, fromClient ? clientPort : SERVER_PORT);
        Tcp.destinationPort(tcp, fromClient ? SERVER_PORT : clientPort);
        Tcp.sequence(tcp, 1 + index);
        Tcp.acknowledgement(tcp, index);
        Tcp.dataOffsetAndFlags(tcp, TCP_HEADER_WORDS | switch (index) {
            case 0 -> Tcp.SYN;
            case 1 -> Tcp.SYN | Tcp.ACK;
            default -> Tcp.ACK;
        });
        Tcp.window(tcp, 0xffff);
    }
}
