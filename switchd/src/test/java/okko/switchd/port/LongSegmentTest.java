package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import okko.ringshm.wire.Checksum;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Tcp;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LongSegmentTest {

    private static final String MACS = "02000000000102000000000a";
    private static final String IPV4 = "4500fffffffe4000400600000a0000010a000002";
    private static final String IPV6 = "60000000ffff0640"
            + "fd000000000000000000000000000001" + "fd000000000000000000000000000002";
    private static final String TCP = "04d20050" + "fffffff0" + "00000000" + "50990200" + "ffff0000"; // CWR ACK PSH FIN
    private static final int PAYLOAD_BYTES = 400;

    private final LongSegment segment = new LongSegment();
    private PortFixture fixture;

    @BeforeEach
    void makePool() throws Exception {
        fixture = new PortFixture();
    }

    @AfterEach
    void close() {
        segment.close();
        fixture.close();
    }

    private boolean begin(String headers, int mtuBytes) {
        byte[] head = HexFormat.of().parseHex(headers);
        byte[] frame = Arrays.copyOf(head, head.length + PAYLOAD_BYTES);
        for (int i = 0; i < PAYLOAD_BYTES; i++) {
            frame[head.length + i] = (byte) i;
        }
        long memory = UnsafeApi.allocateMemory(frame.length);
        UnsafeApi.copyMemory(frame, BufferUtil.ARRAY_BASE_OFFSET, null, memory, frame.length);
        segment.clear();
        segment.append(memory, 100); // in parts, as it lies in several buffers
        segment.append(memory + 100, frame.length - 100);
        UnsafeApi.freeMemory(memory);
        return segment.begin(mtuBytes, 256);
    }

    private int cut() {
        return segment.cut(fixture.batch, fixture.pool.allocate(), fixture.pool, 5);
    }

    @Test
    void shouldCutFramesThatACardWouldHaveSent() {
        assertThat(begin(MACS + "0800" + IPV4 + TCP, 220)).isTrue();

        assertThat(cut()).isEqualTo(14 + 220);
        assertThat(cut()).isEqualTo(14 + 220);
        assertThat(segment.isBusy()).isTrue();
        assertThat(cut()).isEqualTo(14 + 40 + 40);
        assertThat(segment.isBusy()).isFalse();

        int[] sequences = {-16, 164, 344};
        int[] identifications = {0xfffe, 0xffff, 0};
        int[] flags = {0x90, 0x10, 0x19};
        for (int i = 0; i < 3; i++) {
            long ipv4 = fixture.batch.address[i] + 14;
            long tcp = ipv4 + 20;
            int segmentBytes = fixture.batch.lengthBytes[i] - 34;
            assertThat(Ipv4.totalLength(ipv4)).isEqualTo(20 + segmentBytes);
            assertThat(Ipv4.identification(ipv4)).isEqualTo(identifications[i]);
            assertThat(Checksum.fold(Checksum.sum(ipv4, 20, 0))).as("IPv4 checksum").isZero();
            assertThat(Tcp.sequence(tcp)).isEqualTo(sequences[i]);
            assertThat(Tcp.flags(tcp)).isEqualTo(flags[i]);
            assertThat(Checksum.ofSegment(ipv4, tcp, segmentBytes)).as("TCP checksum").isZero();
            assertThat(fixture.received(i)[54]).isEqualTo((byte) (180 * i));
        }
        fixture.releaseAll();
    }

    @Test
    void shouldCutTaggedIpv6() {
        assertThat(begin(MACS + "8100" + "0064" + "86dd" + IPV6 + TCP, 230)).isTrue();

        while (segment.isBusy()) {
            cut();
        }

        assertThat(fixture.batch.size).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            long ipv6 = fixture.batch.address[i] + 18;
            int segmentBytes = fixture.batch.lengthBytes[i] - 58;
            long all = Checksum.sum(ipv6 + 8, 32, 6 + segmentBytes) + Checksum.sum(ipv6 + 40, segmentBytes, 0);
            assertThat(Checksum.fold(all)).as("TCP checksum").isZero();
        }
        assertThat(fixture.batch.lengthBytes[2]).isEqualTo(58 + 20 + 60);
        fixture.releaseAll();
    }

    @Test
    void shouldCutNothingElse() {
        assertThat(begin(MACS + "0800" + IPV4.replace("4006", "4011") + TCP, 220)).as("UDP").isFalse();
        assertThat(begin(MACS + "0806" + IPV4 + TCP, 220)).as("ARP").isFalse();
        assertThat(begin(MACS + "0800" + IPV4 + TCP, 1500)).as("pieces longer than a buffer").isFalse();
        assertThat(begin(MACS + "0800" + IPV4 + TCP, 40)).as("no room for payload").isFalse();
        assertThat(segment.isBusy()).isFalse();
    }
}
