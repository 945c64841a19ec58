package okko.switchd.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.packet.Packet;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowKeyParserTest {

    private static final int MUTANTS = 1_000_000;
    private static final int MAX_FRAME_BYTES = 256;

    private static final String ETHERNET = "020000000002" + "020000000001";
    private static final String IPV4_TCP = "0800" + "45b9002c00004000400600000a0000010a000002";
    private static final String TCP = "04d2" + "0050" + "00000001" + "00000002" + "6112" + "ffff00000000" + "020405b4";
    private static final String UDP = "0800" + "4500001c00000000401100000a0000010a000002" + "00350400" + "00080000";
    private static final String UDP_WITH_OPTIONS =
            "0800" + "4600002000000000401100000a0000010a000002" + "01010101" + "00350400" + "00080000";
    private static final String ICMP = "0800" + "4500001c00000000400100000a0000010a000002" + "0800000000010001";
    private static final String LATER_FRAGMENT =
            "0800" + "4500001c000000b9401100000a0000010a000002" + "0035040000080000";
    private static final String FIRST_FRAGMENT =
            "0800" + "4500001c00002000401100000a0000010a000002" + "0035040000080000";
    private static final String ARP =
            "0806" + "0001080006040001" + "0200000000010a000001" + "0000000000000a000002";
    private static final String VLAN = "8100" + "a005";

    private final long memory = UnsafeApi.allocateMemory(MAX_FRAME_BYTES);
    private final Packet packet = new Packet();

    @AfterEach
    void freeMemory() {
        UnsafeApi.freeMemory(memory);
    }

    @Test
    void shouldReadAllFieldsWhenFrameIsTcp() {
        parse(ETHERNET + IPV4_TCP + TCP);
        assertThat(word(FlowKey.METADATA)).isEqualTo(9);
        assertThat(word(FlowKey.DESTINATION_AND_TYPE)).isEqualTo(0x020000000002_0800L);
        assertThat(word(FlowKey.SOURCE_AND_VLAN)).isEqualTo(0x020000000001_0000L);
        assertThat(word(FlowKey.ADDRESSES)).isEqualTo(0x0a000001_0a000002L);
        assertThat(word(FlowKey.PORT_AND_NETWORK)).isEqualTo(0x00000007_06b94000L);
        assertThat(word(FlowKey.TRANSPORT)).isEqualTo(0x04d2_0050_0112_0000L);
    }

    @Test
    void shouldLookBehindTagWhenFrameHasOne() {
        parse(ETHERNET + VLAN + UDP);
        assertThat(word(FlowKey.SOURCE_AND_VLAN)).isEqualTo(0x020000000001_b005L);
        assertThat(word(FlowKey.DESTINATION_AND_TYPE)).isEqualTo(0x020000000002_0800L);
        assertThat(word(FlowKey.TRANSPORT)).isEqualTo(0x0035_0400_0000_0000L);
    }

    @Test
    void shouldSkipOptionsWhenIpv4HeaderHasThem() {
        parse(ETHERNET + UDP_WITH_OPTIONS);
        assertThat(word(FlowKey.TRANSPORT)).isEqualTo(0x0035_0400_0000_0000L);
    }

    @Test
    void shouldLeavePortsZeroWhenPacketIsLaterFragment() {
        parse(ETHERNET + LATER_FRAGMENT);
        assertThat(word(FlowKey.PORT_AND_NETWORK) & 3).isEqualTo(3);
        assertThat(word(FlowKey.TRANSPORT)).isZero();
    }

    @Test
    void shouldReadPortsWhenPacketIsFirstFragment() {
        parse(ETHERNET + FIRST_FRAGMENT);
        assertThat(word(FlowKey.PORT_AND_NETWORK) & 3).isEqualTo(1);
        assertThat(word(FlowKey.TRANSPORT)).isEqualTo(0x0035_0400_0000_0000L);
    }

    @Test
    void shouldReadTypeAndCodeWhenPacketIsIcmp() {
        parse(ETHERNET + ICMP);
        assertThat(word(FlowKey.TRANSPORT)).isEqualTo(0x0008_0000_0000_0000L);
    }

    @Test
    void shouldReadAddressesAndOperationWhenPacketIsArp() {
        parse(ETHERNET + ARP);
        assertThat(word(FlowKey.ADDRESSES)).isEqualTo(0x0a000001_0a000002L);
        assertThat(word(FlowKey.PORT_AND_NETWORK)).isEqualTo(0x00000007_01000000L);
    }

    @Test
    void shouldNotTakePaddingForPortsWhenTotalLengthEndsBefore() {
        parse(ETHERNET + UDP.replace("4500001c", "45000018"));
        assertThat(word(FlowKey.ADDRESSES)).isEqualTo(0x0a000001_0a000002L);
        assertThat(word(FlowKey.TRANSPORT)).isZero();
    }

    @Test
    void shouldNameNoTypeWhenFrameHasLengthInItsPlace() {
        parse(ETHERNET + "0026" + "424203");
        assertThat(word(FlowKey.DESTINATION_AND_TYPE)).isEqualTo(0x020000000002_05ffL);
    }

    @Test
    void shouldAgreeWithReferenceWhenFramesAreMutatedAndCut() {
        long seed = 1122;
        Random random = new Random(seed);
        List<byte[]> frames = List.of(IPV4_TCP + TCP, UDP, UDP_WITH_OPTIONS, ICMP, LATER_FRAGMENT, FIRST_FRAGMENT,
                        ARP, VLAN + IPV4_TCP + TCP, VLAN + ARP, VLAN + UDP_WITH_OPTIONS + "0000000000000000")
                .stream().map(frame -> HexFormat.of().parseHex(ETHERNET + frame)).toList();
        for (int i = 0; i < MUTANTS; i++) {
            byte[] frame = mutant(frames.get(random.nextInt(frames.size())), random);
            parse(frame);
            Match expected = ReferenceParser.parse(frame, 7, 9);
            for (int word = 0; word < FlowKey.WORDS; word++) {
                if (word(word) != expected.keyWord(word)) {
                    assertThat(word(word)).as("seed %d, mutant %d, word %d of %s", seed, i, word,
                            HexFormat.of().formatHex(frame)).isEqualTo(expected.keyWord(word));
                }
            }
        }
    }

    private static byte[] mutant(byte[] frame, Random random) {
        int lengthBytes = random.nextInt(4) == 0 ? random.nextInt(frame.length + 1) : frame.length;
        byte[] mutant = Arrays.copyOf(frame, lengthBytes);
        for (int count = random.nextInt(4); count > 0 && lengthBytes > 0; count--) {
            // Mostly in the headers' first bytes, where the decisions fall.
            int at = random.nextInt(random.nextBoolean() ? lengthBytes : Math.min(lengthBytes, 28));
            mutant[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (mutant[at] ^ 1 << random.nextInt(8));
        }
        return mutant;
    }

    private void parse(String hex) {
        parse(HexFormat.of().parseHex(hex));
    }

    /** Parses the frame at the end of a region whose bytes before and behind it differ from one call to the next. */
    private void parse(byte[] frame) {
        UnsafeApi.setMemory(memory, MAX_FRAME_BYTES, (byte) (frame.length * 31));
        for (int i = 0; i < frame.length; i++) {
            UnsafeApi.putByte(memory + i, frame[i]);
        }
        packet.address = memory;
        packet.lengthBytes = frame.length;
        packet.inPort = 7;
        packet.metadata = 9;
        FlowKeyParser.parse(packet);
    }

    private long word(int word) {
        return packet.key[word];
    }
}
