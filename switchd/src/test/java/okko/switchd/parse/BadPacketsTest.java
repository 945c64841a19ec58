package okko.switchd.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packets that other switches came to grief over. The number in a name is that of the catalogue of bad packets; each
 * frame stands before memory that cannot be read, so that reading behind it fails the test.
 */
@Timeout(30)
class BadPacketsTest {

    private static final String ETHERNET = "020000000002" + "020000000001";
    private static final int MAX_FRAME_BYTES = 1514;
    private static final int JUMBO_BYTES = 9000;

    /** Label 1 without the bottom-of-stack bit. */
    private static final String LABEL = "00001040";
    private static final String LAST_LABEL = "00001140";

    private final ParserCheck parser = new ParserCheck(FlowKeyParser::parse);

    BadPacketsTest() throws IOException {}

    @AfterEach
    void freeMemory() {
        parser.close();
    }

    /** B1, CVE-2016-2074. */
    @ParameterizedTest
    @ValueSource(strings = {LABEL, LAST_LABEL})
    void shouldHoldThreeLabelsAtMostWhenMplsStackIsOfAnyDepth(String last) {
        for (int labels = 1; labels <= 200; labels++) {
            byte[] frame = frame("8847" + LABEL.repeat(labels - 1) + last);
            for (int length = 14; length <= frame.length; length++) {
                Packet packet = parse(Arrays.copyOf(frame, length));
                int whole = Math.min(3, (length - 14) / 4);
                int held = (packet.key[FlowKey.INNER_VLAN_AND_MPLS] != 0 ? 1 : 0)
                        + (packet.key[FlowKey.MPLS] >>> 32 != 0 ? 1 : 0)
                        + ((int) packet.key[FlowKey.MPLS] != 0 ? 1 : 0);
                assertThat(held).as("%d labels in %d bytes", labels, length).isEqualTo(whole);
            }
        }
    }

    /** B1: the same frame, filled up to all lengths that Ethernet knows. */
    @Test
    void shouldStopAtBottomOfStackWhenZeroesFollowLabel() {
        for (int length = 18; length <= MAX_FRAME_BYTES; length++) {
            Packet packet = parse(Arrays.copyOf(frame("8847" + LAST_LABEL), length));
            assertThat(packet.key[FlowKey.INNER_VLAN_AND_MPLS]).isEqualTo(0x00001140L);
            assertThat(packet.key[FlowKey.MPLS]).isZero();
        }
    }

    /** B3, CVE-2020-35498: padding is no part of a packet, however much of it there is. */
    @ParameterizedTest
    @CsvSource({
        "08004500001c00000000401100000a0000010a000002" + "0035040000080000, 0x0035040000000000",
        "08004500001800000000401100000a0000010a000002" + "00350400, 0",
        "08004500001400000000400600000a0000010a000002, 0",
        "86dd600000000008114" + "0fd000000000000000000000000000001fd000000000000000000000000000002"
                + "0035040000080000, 0x0035040000000000",
        "86dd600000000004114" + "0fd000000000000000000000000000001fd000000000000000000000000000002"
                + "00350400, 0",
    })
    void shouldGiveTheSameKeyWhenPaddingIsOfAnyLength(String content, String transport) {
        byte[] frame = frame(content);
        long[] bare = parse(frame).key.clone();
        assertThat(bare[FlowKey.TRANSPORT]).isEqualTo(Long.decode(transport));
        for (int padding = 1; padding <= JUMBO_BYTES; padding++) {
            byte[] padded = Arrays.copyOf(frame, frame.length + padding);
            Arrays.fill(padded, frame.length, padded.length, (byte) padding);
            assertThat(parser.parse(padded).key).as("%d bytes of padding", padding).isEqualTo(bare);
        }
    }

    /** B5, CVE-2023-5366. */
    @ParameterizedTest
    @CsvSource({
        "0100020000000001, 0", // length 0
        "0102020000000001, 0", // longer than the packet
        "01ff020000000001, 0",
        "01010200000000, 0", // cut off
        "0e00000000000000" + "0101020000000001, 0", // a good one behind one of length 0
        "0e01000000000000" + "0101020000000001, 0x020000000001", // behind one that is not known
        "0101020000000001" + "0101020000000002, 0x020000000001", // the first of two
        "0102020000000003" + "0000000000000000" + "0101020000000001, 0x020000000001", // an address of other hardware
    })
    void shouldReadAddressOfGoodOptionsOnlyWhenNeighbourSolicitationHasBadOnes(String options, String address) {
        Packet packet = parse(solicitation(options));
        assertThat(packet.key[FlowKey.SENDER_HARDWARE]).isEqualTo(Long.decode(address));
        assertThat(packet.key[FlowKey.ND_TARGET + 1]).isEqualTo(0xaa);
    }

    /** B5: the time for a packet has an end, whatever it is full of. */
    @Test
    void shouldLookAtSixteenOptionsAtMostWhenNeighbourSolicitationIsFullOfThem() {
        String address = "0101020000000001";
        assertThat(parse(solicitation("0e01000000000000".repeat(15) + address)).key[FlowKey.SENDER_HARDWARE])
                .isEqualTo(0x020000000001L);
        assertThat(parse(solicitation("0e01000000000000".repeat(16) + address)).key[FlowKey.SENDER_HARDWARE])
                .isZero();
        assertThat(parse(solicitation("0e01000000000000".repeat(8000) + address)).key[FlowKey.SENDER_HARDWARE])
                .isZero();
    }

    /** B6: the header of the first fragment may be cut; that of later ones is not there; nothing is kept of either. */
    @ParameterizedTest
    @CsvSource({
        "2000, 0035040000080000, 1, 0x0035040000000000", // first
        "2000, 00350400000800, 1, 0", // first, one byte too small for UDP
        "2000, '', 1, 0",
        "2001, 0035040000080000, 3, 0", // overlaps the first
        "0001, 0035040000080000, 3, 0",
        "1fff, 0035040000080000, 3, 0", // ends behind 65,535
        "3fff, 0035040000080000, 3, 0",
        "8000, 0035040000080000, 0, 0x0035040000000000", // the reserved flag
        "4000, 0035040000080000, 0, 0x0035040000000000",
    })
    void shouldReadPortsOfFirstFragmentOnlyWhenPacketIsFragment(
            String fragment, String payload, int fragmentBits, String transport) {
        String length = "%04x".formatted(20 + payload.length() / 2);
        Packet packet = parse(frame("0800" + "4500" + length + "0000" + fragment + "40110000" + "0a000001" + "0a000002"
                + payload));
        assertThat(packet.key[FlowKey.PORT_AND_NETWORK]).isEqualTo(0x7_11004000L | fragmentBits);
        assertThat(packet.key[FlowKey.TRANSPORT]).isEqualTo(Long.decode(transport));
    }

    /** B6 of IPv6. */
    @ParameterizedTest
    @CsvSource({
        "0001, 0035040000080000, 0x11, 1, 0x0035040000000000",
        "0001, 00350400000800, 0x11, 1, 0",
        "0009, 0035040000080000, 0x2c, 3, 0",
        "fff9, 0035040000080000, 0x2c, 3, 0",
        "0006, 0035040000080000, 0x11, 0, 0x0035040000000000", // the reserved flags
    })
    void shouldReadPortsOfFirstFragmentOnlyWhenIpv6PacketIsFragment(
            String fragment, String payload, int protocol, int fragmentBits, String transport) {
        Packet packet = parse(ipv6(44, "1100" + fragment + "00000007" + payload));
        assertThat(packet.key[FlowKey.PORT_AND_NETWORK]).isEqualTo(0x7_00004000L | protocol << 24 | fragmentBits);
        assertThat(packet.key[FlowKey.TRANSPORT]).isEqualTo(Long.decode(transport));
    }

    /** B10. */
    @Test
    void shouldKnowPortAndMetadataOnlyWhenFrameIsRunt() {
        for (int length = 0; length < 14; length++) {
            Packet packet = parse(Arrays.copyOf(frame("0800"), length));
            long[] expected = new long[FlowKey.WORDS];
            expected[FlowKey.METADATA] = ParserCheck.METADATA;
            expected[FlowKey.PORT_AND_NETWORK] = 0x7_00000000L;
            assertThat(packet.key).as("%d bytes", length).isEqualTo(expected);
            assertThat(packet.networkOffset).isZero();
        }
    }

    /** B10: no length that fits into memory is too much. */
    @ParameterizedTest
    @ValueSource(ints = {1515, 9000, 9018, 16_384, 65_535, GuardedMemory.SIZE_BYTES})
    void shouldReadFieldsWhenFrameIsGiant(int lengthBytes) {
        Packet packet = parse(Arrays.copyOf(frame("0800" + "4500ffff00000000401100000a0000010a000002"
                .replace("ffff", "%04x".formatted(Math.min(0xffff, lengthBytes - 14))) + "0035040000080000"),
                lengthBytes));
        assertThat(packet.key[FlowKey.TRANSPORT]).isEqualTo(0x0035_0400_0000_0000L);
    }

    /** B10: the first two tags are read; the third is what the frame contains. */
    @ParameterizedTest
    @CsvSource({
        "0, 0x0000, 0x0000, 0x0800, 14",
        "1, 0x1001, 0x0000, 0x0800, 18",
        "2, 0x1001, 0x1002, 0x0800, 22",
        "3, 0x1001, 0x1002, 0x8100, 22",
        "5, 0x1001, 0x1002, 0x8100, 22",
    })
    void shouldReadTwoTagsWhenFrameHasAnyNumber(int tags, String outer, String inner, String type, int offset) {
        StringBuilder content = new StringBuilder();
        for (int i = 1; i <= tags; i++) {
            content.append("8100%04x".formatted(i));
        }
        Packet packet = parse(frame(content + "0800" + "4500001c00000000401100000a0000010a000002" + "0035040000080000"));
        assertThat(packet.key[FlowKey.SOURCE_AND_VLAN] & 0xffff).isEqualTo((long) Long.decode(outer));
        assertThat(packet.key[FlowKey.INNER_VLAN_AND_MPLS] >>> 48).isEqualTo((long) Long.decode(inner));
        assertThat(packet.key[FlowKey.DESTINATION_AND_TYPE] & 0xffff).isEqualTo((long) Long.decode(type));
        assertThat(packet.networkOffset).isEqualTo(offset);
    }

    /** B10: QinQ to a group of receivers is forwarded like any other frame. */
    @Test
    void shouldReadBothTagsWhenDestinationIsGroup() {
        Packet packet = parse(HexFormat.of().parseHex("01005e000001" + "020000000001" + "88a8" + "0064" + "8100" + "00c8"
                + "88b5"));
        assertThat(FlowKeyParserTest.fieldsOf(packet)).isEqualTo("dl_vlan=100,dl_vlan_pcp=0,dl_vlan1=200,dl_vlan_pcp1=0,"
                + "dl_src=02:00:00:00:00:01,dl_dst=01:00:5e:00:00:01,dl_type=0x88b5");
    }

    /** B11: ports and flags stand at the same place, whatever the rest of the header says; only its 20 bytes matter. */
    @ParameterizedTest
    @CsvSource({
        "0002, 20, 0x04d2_0050_0002_0000", // data offset 0
        "4002, 20, 0x04d2_0050_0002_0000", // data offset 4, shorter than the header
        "f002, 20, 0x04d2_0050_0002_0000", // data offset 15, behind the segment
        "5003, 20, 0x04d2_0050_0003_0000", // SYN and FIN
        "5022, 20, 0x04d2_0050_0022_0000", // SYN and URG
        "5fff, 20, 0x04d2_0050_0fff_0000",
        "a002, 40, 0x04d2_0050_0002_0000", // 20 bytes of options, all of them kind 0
        "f002, 60, 0x04d2_0050_0002_0000", // 40 bytes
    })
    void shouldReadPortsAndFlagsWhenTcpHeaderIsOdd(String offsetAndFlags, int segmentBytes, String transport) {
        String header = "04d20050" + "00000001" + "00000002" + offsetAndFlags + "ffff" + "dead" + "0007";
        Packet packet = parse(frame("0800" + "4500%04x".formatted(20 + segmentBytes) + "00000000400600000a0000010a000002"
                + header + "00".repeat(segmentBytes - 20)));
        assertThat(packet.key[FlowKey.TRANSPORT]).isEqualTo(Long.decode(transport.replace("_", "")));
    }

    /** B11: a header of which a byte is missing is none. */
    @Test
    void shouldReadNoPortsWhenTcpHeaderIsCutOff() {
        String header = "04d20050" + "00000001" + "00000002" + "5002" + "ffff" + "dead" + "0007";
        for (int bytes = 0; bytes < 20; bytes++) {
            Packet packet = parse(frame("0800" + "4500%04x".formatted(20 + bytes) + "00000000400600000a0000010a000002"
                    + header.substring(0, 2 * bytes)));
            assertThat(packet.key[FlowKey.TRANSPORT]).isZero();
            assertThat(packet.key[FlowKey.ADDRESSES]).isEqualTo(0x0a000001_0a000002L);
        }
    }

    private Packet parse(byte[] frame) {
        parser.check(frame, "bad packet");
        return parser.parse(frame);
    }

    private static byte[] solicitation(String options) {
        return ipv6(58, "8700000000000000" + "fd0000000000000000000000000000aa" + options);
    }

    private static byte[] ipv6(int protocol, String payload) {
        return frame("86dd" + "60000000" + "%04x%02x40".formatted(payload.length() / 2, protocol)
                + "fd000000000000000000000000000001" + "fd000000000000000000000000000002" + payload);
    }

    private static byte[] frame(String content) {
        return HexFormat.of().parseHex(ETHERNET + content);
    }
}
