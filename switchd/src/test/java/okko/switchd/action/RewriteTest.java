package okko.switchd.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.packet.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What single steps make of single frames, in bytes. */
class RewriteTest {

    private static final String ADDRESSES = "020000000002" + "020000000001";
    private static final String IPV4 = "4500001c000100004011";
    private static final String UDP = "303900500008";

    /** 10.0.0.1 to 10.0.0.2, UDP 12345 to 80, without payload; both checksums are right. */
    private static final String UDP_PACKET = IPV4 + "66ce" + "0a0000010a000002" + UDP + "bb52";

    private FrameBench bench;

    @BeforeEach
    void createBench() throws Exception {
        bench = new FrameBench();
    }

    @AfterEach
    void closeBench() {
        bench.close();
    }

    @Test
    void shouldHaveRightChecksumsToBeginWith() {
        String frame = ADDRESSES + "0800" + UDP_PACKET;
        assertThat(HexFormat.of().formatHex(SlowChecksums.repaired(HexFormat.of().parseHex(frame)))).isEqualTo(frame);
    }

    @Test
    void shouldDecrementTtlAndRepairChecksum() {
        assertThat(run(ADDRESSES + "0800" + UDP_PACKET, new DecTtl(FrameBench.toPortTwo(), null)))
                .isEqualTo(ADDRESSES + "0800" + "4500001c00010000" + "3f11" + "67ce" + "0a0000010a000002" + UDP + "bb52");
    }

    @Test
    void shouldRepairBothChecksumsWhenAnAddressIsWritten() {
        assertThat(run(ADDRESSES + "0800" + UDP_PACKET, set(Field.NW_DST, 0x0a000102)))
                .isEqualTo(ADDRESSES + "0800" + IPV4 + "65ce" + "0a0000010a000102" + UDP + "ba52");
    }

    @Test
    void shouldLeaveUdpChecksumOutWhenTheSenderDid() {
        String packet = IPV4 + "66ce" + "0a0000010a000002" + UDP + "0000";
        assertThat(run(ADDRESSES + "0800" + packet, set(Field.UDP_DST, 53)))
                .isEqualTo(ADDRESSES + "0800" + IPV4 + "66ce" + "0a0000010a000002" + "303900350008" + "0000");
    }

    @Test
    void shouldNotSayThatThereIsNoUdpChecksumWhenItBecomesZero() {
        // 0xbb52 more in the sum: the port becomes 0x0050 + 0xbb52.
        assertThat(run(ADDRESSES + "0800" + UDP_PACKET, set(Field.UDP_DST, 0xbba2)))
                .isEqualTo(ADDRESSES + "0800" + IPV4 + "66ce" + "0a0000010a000002" + "3039bba20008" + "ffff");
    }

    @Test
    void shouldKeepAWrongChecksumWrong() {
        String packet = "4500001c000100004011" + "66cf" + "0a0000010a000002" + UDP + "bb52";
        assertThat(run(ADDRESSES + "0800" + packet, new DecTtl(FrameBench.toPortTwo(), null)))
                .startsWith(ADDRESSES + "0800" + "4500001c000100003f11" + "67cf");
    }

    @Test
    void shouldLeaveTheFrameAloneWhenItsHeaderIsCutOff() {
        String cut = ADDRESSES + "0800" + UDP_PACKET.substring(0, 38);
        assertThat(run(cut, set(Field.NW_DST, 0x0a000102))).isEqualTo(cut);
        assertThat(run(cut, new DecTtl(FrameBench.toPortTwo(), null))).isEqualTo(cut);
    }

    @Test
    void shouldDropUnderItsNameWhenTtlIsOver() {
        String packet = "4500001c000100000111" + "a5ce" + "0a0000010a000002" + UDP + "bb52";
        Step way = new DecTtl(FrameBench.toPortTwo(), new Drop(DropReason.TTL_EXPIRED));
        assertThat(bench.run(HexFormat.of().parseHex(ADDRESSES + "0800" + packet), way)).isEmpty();
        assertThat(bench.drops().packets(DropReason.TTL_EXPIRED)).isEqualTo(1);
    }

    @Test
    void shouldSendEachOutputAsThePacketWasThen() {
        Step way = set(Field.DL_DST, 0xa, new Output(2, set(Field.DL_DST, 0xb, new Output(3,
                new PushVlan(0x8100, 0x1007, new Output(4, new End(DropReason.FLOW_DROP)))))));
        String rest = "020000000001" + "0800" + UDP_PACKET;
        assertThat(bench.run(HexFormat.of().parseHex(ADDRESSES + "0800" + UDP_PACKET), way))
                .extracting(sent -> sent.port() + " " + HexFormat.of().formatHex(sent.frame()))
                .containsExactly(
                        "2 00000000000a" + rest,
                        "3 00000000000b" + rest,
                        "4 00000000000b" + "020000000001" + "81000007" + "0800" + UDP_PACKET);
    }

    @Test
    void shouldPushAndPopTags() {
        String tagged = ADDRESSES + "88a86005" + "0800" + UDP_PACKET;
        assertThat(run(ADDRESSES + "0800" + UDP_PACKET, new PushVlan(0x88a8, 0x7005, FrameBench.toPortTwo())))
                .isEqualTo(tagged);
        assertThat(run(tagged, new PopVlan(FrameBench.toPortTwo()))).isEqualTo(ADDRESSES + "0800" + UDP_PACKET);
        assertThat(run(tagged, set(Field.DL_VLAN, 6))).isEqualTo(ADDRESSES + "88a86006" + "0800" + UDP_PACKET);
    }

    @Test
    void shouldPushLabelsBehindTagsAndPopThem() {
        String once = ADDRESSES + "81000005" + "8847" + "00000140" + UDP_PACKET;
        String twice = ADDRESSES + "81000005" + "8848" + "00000040" + "00000140" + UDP_PACKET;
        assertThat(run(ADDRESSES + "81000005" + "0800" + UDP_PACKET, new PushMpls(0x8847, FrameBench.toPortTwo())))
                .isEqualTo(once);
        assertThat(run(once, new PushMpls(0x8848, FrameBench.toPortTwo()))).isEqualTo(twice);
        assertThat(run(twice, new PopMpls(0x8847, FrameBench.toPortTwo()))).isEqualTo(once);
        assertThat(run(once, new PopMpls(0x0800, set(Field.NW_DST, 0x0a000102))))
                .isEqualTo(ADDRESSES + "81000005" + "0800" + IPV4 + "65ce" + "0a0000010a000102" + UDP + "ba52");
    }

    @Test
    void shouldDropUnderItsNameWhenThereIsNoHeadroomLeft() {
        Step way = FrameBench.toPortTwo();
        for (int i = 0; i <= bench.pool().headroomBytes() / 4; i++) {
            way = new PushVlan(0x8100, 1, way);
        }
        assertThat(bench.run(HexFormat.of().parseHex(ADDRESSES + "0800" + UDP_PACKET), way)).isEmpty();
        assertThat(bench.drops().packets(DropReason.NO_HEADROOM)).isEqualTo(1);
    }

    @Test
    void shouldKeepTheChecksumWhenARoutingHeaderStandsForTheDestination() {
        String source = "fd000000000000000000000000000001";
        String routing = "1102" + "0001" + "00000000" + "fd0000000000000000000000000000ff";
        String packet = "6000000000202b40" + source + source + routing + "3039005000081234";
        assertThat(run(ADDRESSES + "86dd" + packet, set(Field.IPV6_DST, 7))).endsWith("3039005000081234");
        assertThat(run(ADDRESSES + "86dd" + packet.replace("11020001", "11020000"), set(Field.IPV6_DST, 7)))
                .doesNotEndWith("1234");
    }

    @Test
    void shouldRefuseAFieldThatIsInNoFrame() {
        assertThatIllegalArgumentException().isThrownBy(() -> set(Field.REG0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> set(Field.NW_PROTO, 1));
    }

    private static Step set(Field field, long value) {
        return set(field, value, FrameBench.toPortTwo());
    }

    private static Step set(Field field, long value, Step next) {
        return new SetField(field, FieldValue.of(value), field.exactMask(), next);
    }

    private String run(String frame, Step first) {
        return HexFormat.of().formatHex(bench.runToOnePort(HexFormat.of().parseHex(frame), first));
    }
}
