package okko.switchd.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import okko.switchd.flow.Action;
import okko.switchd.flow.Group;
import okko.switchd.openflow.AsyncConfig;
import okko.switchd.openflow.AsyncConfig.Masks;
import okko.switchd.openflow.ChangeMessage.PortMod;
import okko.switchd.openflow.HandshakeMessage.Hello;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.SettingsMessage.SetAsync;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.wire.Captures.Capture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageCodecTest {

    private static final int MUTATIONS = 50_000;

    /** Messages that ovs-vswitchd 3.1.0 refused, and how. */
    @ParameterizedTest
    @CsvSource({
        "V1_0, 0163000800000009, OFPBRC_BAD_TYPE",
        "V1_0, 0112000c0000000900000000, OFPBRC_BAD_LEN",
        "V1_0, 01040010000000091234567800000001, OFPBRC_BAD_EXPERIMENTER",
        "V1_0, 01040010000000090000232000009999, OFPBRC_BAD_EXPERIMENTER_TYPE",
        "V1_0, 01040010000000094f4e460000009999, OFPBRC_BAD_EXPERIMENTER_TYPE",
        "V1_0, 0104000c0000000900002320, OFPBRC_BAD_LEN",
        "V1_0, 0110000c0000000900770000, OFPBRC_BAD_MULTIPART",
        "V1_0, 0110001400000009ffff00001234567800000001, OFPBRC_BAD_EXPERIMENTER",
        "V1_0, 0110001400000009ffff00000000232000000009, OFPBRC_BAD_LEN",
        "V1_0, 0110000a000000090000, OFPBRC_BAD_LEN",
        "V1_0, 0110000d000000090000000000, OFPBRC_BAD_LEN",
        "V1_0, 011000140000000900050000fffc0000ffffff, OFPBRC_BAD_LEN",
        "V1_0, 0109000c00000009ff000000, OFPSCFC_BAD_FLAGS",
        "V1_0, 0104001400000009000023200000000a00000009, OFPRRFC_BAD_ROLE",
        "V1_0, 0104001400000009000023200000001000000009, OFPBRC_EPERM",
        "V1_0, 0104001400000009000023200000000c00000007, OFPBRC_EPERM",
        "V1_0, 010400180000000900002320000000140000000000010007, NXBRC_MUST_BE_ZERO",
        "V1_0, 011d001000000009000000010000000a, OFPBRC_BAD_TYPE",
        "V1_3, 04180018000000090000000900000000000000000000000a, OFPRRFC_BAD_ROLE",
        "V1_3, 0418000c0000000900000001, OFPBRC_BAD_LEN",
        "V1_3, 041200180000000900040000000000001234567800000000, OFPBAC_BAD_OUT_PORT",
        "V1_3, 041d0010000000090009000100000001, OFPMMFC_BAD_COMMAND",
        "V1_3, 041d002000000009000000000000000500010010000000010000000000000000, OFPMMFC_BAD_FLAGS",
        "V1_3, 041d002000000009000000030000000500010010000000010000000000000000, OFPMMFC_BAD_FLAGS",
        "V1_3, 041d001c0000000900000001000000050001000c0000000100000000, OFPBRC_BAD_LEN",
        "V1_3, 041d002000000009000000010000000500090010000000010000000000000000, OFPMMFC_BAD_BAND",
        "V1_3, 041d002000000009000000010000000500010010000000000000000000000000, OFPMMFC_BAD_RATE",
        "V1_3, 0411000c0000000907000000, OFPBRC_BAD_LEN",
        "V1_3, 0412001000000009000f000000000000, OFPBRC_BAD_MULTIPART",
        "V1_3, 0404001400000009000023200000000c00000002, OFPBRC_BAD_EXPERIMENTER_TYPE",
        "V1_5, 061c0010000000090000000800000040, OFPACFC_INVALID",
        "V1_5, 061c0010000000090077000800000000, OFPACFC_UNSUPPORTED",
        "V1_5, 061c001800000009fffe0010123456780000000100000000, OFPBPC_BAD_EXP_TYPE",
        "V1_5, 06110018000000090700000000000003007700080000000, OFPBRC_BAD_TYPE",
        "V1_5, 06160010000000090000007700000000, OFPBRC_BAD_TYPE",
        "V1_3, 040f0010000000090077000000000001, OFPGMFC_BAD_COMMAND",
        "V1_3, 040f0010000000090000990000000001, OFPGMFC_BAD_TYPE",
        "V1_3, 040f00100000000900000000ffffff01, OFPGMFC_INVALID_GROUP",
        "V1_3, 040f00180000000900000000000000010008000000000000, OFPGMFC_BAD_BUCKET",
        "V1_3, 040f0020000000090000000000000001" + "00100005ffffffffffffffff00000000, OFPGMFC_INVALID_GROUP",
        "V1_3, 040f0020000000090000030000000001" + "00100000ffffffffffffffff00000000, OFPGMFC_INVALID_GROUP",
        "V1_3, 040f0010000000090000020000000001, OFPGMFC_INVALID_GROUP",
        "V1_5, 060f0028000000090000000000000001" + "00100000ffffffff00080000000000010008000000000001, OFPGMFC_BAD_BUCKET",
        "V1_5, 06220030000000030000000000000003061000200000000400000001" + "00000000aa55aa55000f00000000000000000000, OFPBFC_MSG_BAD_XID",
    })
    void shouldRefuseWhatAStockSwitchRefuses(OpenFlowVersion version, String hex, OpenFlowError error) {
        byte[] frame = HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "0");
        frame[3] = (byte) frame.length;
        assertThatThrownBy(() -> Captures.codec(version).decode(frame))
                .isInstanceOfSatisfying(OpenFlowException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    @Test
    void shouldRefuseAMessageInABundleThatCannotBeThereWithoutReadingIt() {
        byte[] bundleInABundle = HexFormat.of().parseHex(
                "06220028000000030000000000000003" + "06220018000000030000000000000003" + "060e000800000003");
        assertThatThrownBy(() -> Captures.codec(OpenFlowVersion.V1_5).decode(bundleInABundle))
                .isInstanceOfSatisfying(OpenFlowException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(OpenFlowError.OFPBFC_MSG_UNSUP));
    }

    @Test
    void shouldReadAHelloOfAnyVersion() throws OpenFlowException {
        MessageCodec codec = Captures.codec(OpenFlowVersion.V1_0);
        assertThat(codec.decode(HexFormat.of().parseHex("04000010000000010001000800000010")).message())
                .isEqualTo(new Hello(Set.of(4)));
        assertThat(codec.decode(HexFormat.of().parseHex("0300000800000001")).message())
                .isEqualTo(new Hello(Set.of(1, 2, 3)));
        assertThat(codec.decode(HexFormat.of().parseHex("ff00000c0000000100010003")).message())
                .isInstanceOf(Hello.class);
    }

    @Test
    void shouldTranslatePortsConfigurationsAndFeaturesBetweenVersions() throws OpenFlowException {
        int noFlood = PortDescription.CONFIG_NO_FLOOD | PortDescription.CONFIG_NO_FORWARD;
        PortDescription local = new PortDescription(0xfffe, 0x0102030405L, "br0", noFlood,
                PortDescription.STATE_LINK_DOWN, 0x2840, 0, 0, 0, 10_000_000, 0);
        assertThat(recoded(OpenFlowVersion.V1_0, local)).isEqualTo(new PortDescription(0xfffe, 0x0102030405L, "br0",
                noFlood, PortDescription.STATE_LINK_DOWN, 0x2840, 0, 0, 0, 0, 0));
        assertThat(recoded(OpenFlowVersion.V1_5, local)).isEqualTo(new PortDescription(0xfffe, 0x0102030405L, "br0",
                PortDescription.CONFIG_NO_FORWARD, PortDescription.STATE_LINK_DOWN, 0x2840, 0, 0, 0, 10_000_000, 0));
    }

    private static PortDescription recoded(OpenFlowVersion version, PortDescription port) throws OpenFlowException {
        Message read = recoded(version, new StatisticsReply.PortDescriptions(List.of(port)));
        return ((StatisticsReply.PortDescriptions) read).ports().getFirst();
    }

    @Test
    void shouldCutALongAnswerIntoPartsThatAreReadAsOneAnswer() throws OpenFlowException {
        List<PortDescription> ports = new ArrayList<>();
        for (int number = 1; number <= 3000; number++) {
            ports.add(new PortDescription(number, number, "p" + number, 0, PortDescription.STATE_LINK_DOWN, 0, 0, 0, 0,
                    0, 0));
        }
        MessageCodec codec = Captures.codec(OpenFlowVersion.V1_3);
        List<byte[]> frames = new ArrayList<>();
        codec.encode(1, new StatisticsReply.PortDescriptions(ports), frames::add);
        List<PortDescription> read = new ArrayList<>();
        for (byte[] frame : frames) {
            Decoded part = codec.decode(frame);
            assertThat(part.hasMore()).isEqualTo(frame != frames.getLast());
            read.addAll(((StatisticsReply.PortDescriptions) part.message()).ports());
        }
        assertThat(frames).hasSize(3);
        assertThat(read).isEqualTo(ports);
    }

    @Test
    void shouldLeaveOutOfAnAnswerWhatNoMessageCanHold() throws OpenFlowException {
        Group small = new Group(1, Group.Type.ALL, List.of());
        Group large = new Group(2, Group.Type.ALL, List.of(new Group.Bucket(1, Group.Bucket.WATCH_NOTHING,
                Group.Bucket.WATCH_NOTHING, Collections.nCopies(8000, new Action.Output(1)))));
        Group last = new Group(3, Group.Type.ALL, List.of());
        StatisticsReply all = new StatisticsReply.GroupDescriptions(List.of(small, large, last));
        assertThat(recoded(OpenFlowVersion.V1_0, all)).isEqualTo(all);
        assertThat(recoded(OpenFlowVersion.V1_3, all))
                .isEqualTo(new StatisticsReply.GroupDescriptions(List.of(small, last)));
    }

    private static Message recoded(OpenFlowVersion version, Message message) throws OpenFlowException {
        MessageCodec codec = Captures.codec(version);
        List<byte[]> frames = new ArrayList<>();
        codec.encode(1, message, frames::add);
        assertThat(frames).hasSize(1);
        return codec.decode(frames.getFirst()).message();
    }

    @Test
    void shouldReadTheWishesOfStockTools() throws OpenFlowException {
        assertThat(Captures.codec(OpenFlowVersion.V1_0).decode(HexFormat.of().parseHex(
                "010f0020000000040001aa55aa55000f00000010000000100000000000000000")).message())
                .isEqualTo(new PortMod(1, 0xaa55aa55000fL, 0x10, 0x10, 0));
        assertThat(Captures.codec(OpenFlowVersion.V1_3).decode(HexFormat.of().parseHex(
                "041200180000000200040000000000000000000100000000")).message())
                .isEqualTo(new StatisticsRequest.Ports(OptionalInt.of(1)));
        int same = AsyncConfig.UNCHANGED;
        assertThat(Captures.codec(OpenFlowVersion.V1_5).decode(HexFormat.of().parseHex(
                "061c0010000000090000000800000003")).message())
                .isEqualTo(new SetAsync(new AsyncConfig(
                        new Masks(same, same, same, same, same, same), new Masks(3, same, same, same, same, same))));
    }

    @Test
    void shouldOnlyEverRefuseWhatIsDamaged() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Capture> captures = Captures.all();
        Map<OpenFlowVersion, MessageCodec> codecs = new EnumMap<>(OpenFlowVersion.class);
        for (OpenFlowVersion version : OpenFlowVersion.values()) {
            codecs.put(version, Captures.codec(version));
        }
        for (int i = 0; i < MUTATIONS; i++) {
            Capture capture = captures.get(random.nextInt(captures.size()));
            byte[] damaged = damaged(capture.bytes(), random);
            try {
                codecs.get(capture.version()).decode(damaged);
            } catch (OpenFlowException _) {
                // That is how it should be.
            } catch (RuntimeException e) {
                throw new AssertionError("seed %d: %s".formatted(seed, HexFormat.of().formatHex(damaged)), e);
            }
        }
    }

    /** Changes some bytes, and now and then the length; the header mostly still fits, to come further. */
    private static byte[] damaged(byte[] frame, Random random) {
        int length = random.nextInt(4) == 0 ? 8 + random.nextInt(frame.length) : frame.length;
        byte[] damaged = Arrays.copyOf(frame, length);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int offset = random.nextInt(10) == 0 ? random.nextInt(length) : Math.min(length - 1, 8 + random.nextInt(24));
            damaged[offset] = (byte) switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> 0xff;
                case 2 -> damaged[offset] ^ 1 << random.nextInt(8);
                default -> random.nextInt(256);
            };
        }
        if (random.nextInt(20) != 0) {
            damaged[2] = (byte) (length >> 8);
            damaged[3] = (byte) length;
        }
        return damaged;
    }
}
