package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import okko.ringshm.wire.Checksum;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.NetworkOrder;
import okko.ringshm.wire.Tcp;
import okko.ringshm.wire.Udp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiveOffloadTest {

    private static final String MACS = "02000000000102000000000a";
    private static final String IPV4_UDP = "4500002000010000401100000a0000010a000002";
    private static final String IPV4_TCP = "4500002800010000400600000a0000010a000002";
    private static final String UDP = "04d2003500" + "0c" + "0000" + "01020304";
    private static final String TCP = "04d20050" + "00000001" + "00000000" + "50020200" + "00000000";

    private PortFixture fixture;

    @BeforeEach
    void makePool() throws Exception {
        fixture = new PortFixture();
    }

    @AfterEach
    void closePool() {
        fixture.close();
    }

    private long put(String hex) {
        fixture.batch.clear();
        fixture.add(HexFormat.of().parseHex(hex));
        return fixture.batch.address[0];
    }

    /** Leaves in the checksum field what Linux leaves there: the sum of the pseudo header, not complemented. */
    private static int pseudoHeaderSum(long ipv4, int lengthBytes) {
        long sum = (Ipv4.source(ipv4) >>> 16) + (Ipv4.source(ipv4) & 0xffff) + (Ipv4.destination(ipv4) >>> 16)
                + (Ipv4.destination(ipv4) & 0xffff) + Ipv4.protocol(ipv4) + lengthBytes;
        return ~Checksum.fold(sum) & 0xffff;
    }

    @Test
    void shouldCompleteTheUdpChecksumWhenTheFrameIsPadded() {
        long frame = put(MACS + "0800" + IPV4_UDP + UDP + "deadbeef");
        long ipv4 = frame + Ethernet.LENGTH_BYTES;
        long udp = ipv4 + Ipv4.MIN_LENGTH_BYTES;
        int expected = Checksum.ofSegment(ipv4, udp, 12);
        Udp.checksum(udp, pseudoHeaderSum(ipv4, 12));

        ReceiveOffload.completeChecksum(frame, 14 + 20 + 12 + 4);

        assertThat(Udp.checksum(udp)).isEqualTo(expected);
    }

    @Test
    void shouldCompleteTheTcpChecksumWhenTheFrameIsTagged() {
        long frame = put(MACS + "8100" + "0064" + "0800" + IPV4_TCP + TCP);
        long ipv4 = frame + Ethernet.LENGTH_BYTES + 4;
        long tcp = ipv4 + Ipv4.MIN_LENGTH_BYTES;
        int expected = Checksum.ofSegment(ipv4, tcp, 20);
        Tcp.checksum(tcp, pseudoHeaderSum(ipv4, 20));

        ReceiveOffload.completeChecksum(frame, 18 + 20 + 20);

        assertThat(Tcp.checksum(tcp)).isEqualTo(expected);
    }

    @Test
    void shouldCompleteTheUdpChecksumWhenTheFrameIsIpv6() {
        String addresses = "fe80000000000000000000000000000" + "1" + "fe80000000000000000000000000000" + "2";
        long frame = put(MACS + "86dd" + "60000000" + "000c" + "11" + "40" + addresses + UDP);
        long udp = frame + Ethernet.LENGTH_BYTES + 40;
        // fe80 + 1 + fe80 + 2 + protocol 17 + length 12, folded
        Udp.checksum(udp, 0xfd21);

        ReceiveOffload.completeChecksum(frame, 14 + 40 + 12);

        long all = Checksum.sum(frame + 14 + 8, 32, 0) + 17 + 12 + Checksum.sum(udp, 12, 0);
        assertThat(Checksum.fold(all)).isZero();
    }

    @Test
    void shouldCompleteOnlyWhatIsUnfinishedWhenTheKernelDoesNotTell() {
        long frame = put(MACS + "0800" + IPV4_TCP + TCP);
        long ipv4 = frame + Ethernet.LENGTH_BYTES;
        long tcp = ipv4 + Ipv4.MIN_LENGTH_BYTES;
        int expected = Checksum.ofSegment(ipv4, tcp, 20);
        Tcp.checksum(tcp, pseudoHeaderSum(ipv4, 20));

        ReceiveOffload.completeUnfinishedChecksum(frame, 14 + 20 + 20);
        assertThat(Tcp.checksum(tcp)).as("unfinished").isEqualTo(expected);
        ReceiveOffload.completeUnfinishedChecksum(frame, 14 + 20 + 20);
        assertThat(Tcp.checksum(tcp)).as("complete").isEqualTo(expected);
        Tcp.checksum(tcp, expected ^ 1);
        ReceiveOffload.completeUnfinishedChecksum(frame, 14 + 20 + 20);
        assertThat(Tcp.checksum(tcp)).as("wrong, and not to be hidden").isEqualTo(expected ^ 1);
    }

    @Test
    void shouldLeaveTheFrameAloneWhenItIsCutOffOrAnother() {
        String cut = MACS + "0800" + IPV4_UDP + "04d2";
        String arp = MACS + "0806" + "00010800060400010200000000010a000001" + "0000000000000a000002";
        String lying = MACS + "0800" + "45000fff" + IPV4_UDP.substring(8) + UDP;
        for (String hex : new String[] {cut, arp, lying, MACS + "8100", MACS + "0800"}) {
            long frame = put(hex);
            ReceiveOffload.completeChecksum(frame, hex.length() / 2);
            assertThat(HexFormat.of().formatHex(fixture.received(0))).isEqualTo(hex);
        }
    }

    @Test
    void shouldPutTheTagBehindTheAddressesWhenInserted() {
        long frame = put(MACS + "0800" + "4500");

        long tagged = ReceiveOffload.insertVlan(frame, Ethernet.TYPE_VLAN, 0x2064);

        assertThat(tagged).isEqualTo(frame - 4);
        assertThat(NetworkOrder.u48(tagged)).isEqualTo(0x020000000001L);
        assertThat(NetworkOrder.u48(tagged + 6)).isEqualTo(0x02000000000aL);
        assertThat(NetworkOrder.u32(tagged + 12)).isEqualTo(0x81002064);
        assertThat(NetworkOrder.u32(tagged + 16)).isEqualTo(0x08004500);
    }
}
