package okko.external.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import okko.external.frame.FrameBuilder;
import okko.external.frame.FrameMemory;
import okko.external.sample.Segment.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules S1 to S8. */
class SegmentTest {

    private final FrameMemory memory = new FrameMemory();
    private final Segment segment = new Segment();

    @AfterEach
    void free() {
        memory.close();
    }

    private static FrameBuilder sound() {
        return FrameBuilder.tcp("10.1.0.1:1000", "10.2.0.1:80");
    }

    private Kind kindOf(byte[] frame) {
        return segment.parse(memory.put(frame), frame.length);
    }

    private Kind kindOf(FrameBuilder frame) {
        return kindOf(frame.build());
    }

    @Test
    void shouldFindHeadersAndPayloadWhenTheFrameIsSound() {
        byte[] frame = sound().ipOptions(1, 1, 1, 1).tcpOptions(1, 1, 1, 1, 1, 1, 1, 1).payload(33).build();
        long address = memory.put(frame);
        assertThat(segment.parse(address, frame.length)).isEqualTo(Kind.TCP);
        assertThat(segment.ip() - address).isEqualTo(14);
        assertThat(segment.tcp() - address).isEqualTo(14 + 24);
        assertThat(segment.ipBytes()).isEqualTo(24);
        assertThat(segment.tcpBytes()).isEqualTo(28);
        assertThat(segment.payloadBytes()).isEqualTo(33);
    }

    @Test
    void shouldStepOverOneTagOnly() {
        byte[] tagged = sound().vlan(7).build();
        long address = memory.put(tagged);
        assertThat(segment.parse(address, tagged.length)).isEqualTo(Kind.TCP);
        assertThat(segment.ip() - address).isEqualTo(18);
        assertThat(kindOf(sound().vlan(7, 8))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(Arrays.copyOf(tagged, 17))).isEqualTo(Kind.OTHER);
    }

    @Test
    void shouldTellArpAndOtherTypes() {
        assertThat(kindOf(sound().type(0x0806))).isEqualTo(Kind.ARP);
        assertThat(kindOf(sound().vlan(7).type(0x0806))).isEqualTo(Kind.ARP);
        assertThat(kindOf(Arrays.copyOf(sound().type(0x0806).build(), 14))).isEqualTo(Kind.ARP);
        assertThat(kindOf(sound().type(0x86dd))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(sound().type(0x88a8))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(new byte[13])).isEqualTo(Kind.OTHER);
        assertThat(kindOf(new byte[0])).isEqualTo(Kind.OTHER);
    }

    @Test
    void shouldRefuseWhatIsNotIpv4() {
        assertThat(kindOf(sound().version(6))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(sound().headerWords(4))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(Arrays.copyOf(sound().build(), 33))).isEqualTo(Kind.OTHER);
    }

    @Test
    void shouldRefuseWhenTheFrameDoesNotHoldTheWholePacket() {
        assertThat(kindOf(sound().payload(10).totalLengthChange(1))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(sound().payload(10).totalLengthChange(0))).isEqualTo(Kind.TCP);
    }

    @Test
    void shouldNotCountPaddingAsPayload() {
        assertThat(kindOf(sound().padding(6))).isEqualTo(Kind.TCP);
        assertThat(segment.payloadBytes()).isZero();
    }

    @Test
    void shouldRefuseOtherProtocols() {
        assertThat(kindOf(sound().protocol(17))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(sound().protocol(1))).isEqualTo(Kind.OTHER);
    }

    @Test
    void shouldRefuseFragmentsTheFirstOneToo() {
        assertThat(kindOf(sound().fragment(0x2000))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(sound().fragment(0x0001))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(sound().fragment(0x1fff))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(sound().fragment(0x8000))).isEqualTo(Kind.TCP);
    }

    @Test
    void shouldRefuseTcpHeadersThatAreTooShortOrTooLong() {
        assertThat(kindOf(sound().dataOffset(4))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(sound().payload(3).dataOffset(6))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(sound().payload(4).dataOffset(6))).isEqualTo(Kind.TCP);
        assertThat(kindOf(sound().totalLengthChange(-1))).isEqualTo(Kind.OTHER);
        assertThat(kindOf(Arrays.copyOf(sound().totalLengthChange(-1).build(), 53))).isEqualTo(Kind.OTHER);
    }
}
