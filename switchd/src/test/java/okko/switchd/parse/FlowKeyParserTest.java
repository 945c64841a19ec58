package okko.switchd.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import okko.switchd.flow.Field;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.packet.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class FlowKeyParserTest {

    private static final int FRAMES = 100_000;

    private final ParserCheck parser = new ParserCheck(FlowKeyParser::parse);

    FlowKeyParserTest() throws IOException {}

    @AfterEach
    void freeMemory() {
        parser.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/cases/frames.txt", delimiter = ';', numLinesToSkip = 1)
    void shouldReadFieldsWhenFrameHasThem(String name, String hex, String fields) {
        byte[] frame = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(fieldsOf(parser.parse(frame))).isEqualTo(fields);
        parser.check(frame, name);
    }

    @Test
    void shouldPutFieldsWhereTheTableOfTheKeySays() {
        Packet packet = parser.parse(HexFormat.of().parseHex("020000000002" + "020000000001" + "8100" + "a005"
                + "0800" + "45b9002c00004000400600000a0000010a000002"
                + "04d2" + "0050" + "00000001" + "00000002" + "6112" + "ffff00000000" + "020405b4"));
        assertThat(Arrays.copyOf(packet.key, FlowKey.HOT_WORDS)).isEqualTo(new long[] {
            9,
            0x00000007_06b94000L,
            0x020000000002_0800L,
            0x020000000001_b005L,
            0x0a000001_0a000002L,
            0x04d2_0050_0112_0000L,
            0,
        });
        assertThat(packet.networkOffset).isEqualTo(18);
        assertThat(packet.transportOffset).isEqualTo(38);
        assertThat(packet.hasColdWords).isFalse();
    }

    @Test
    void shouldTakeMarkAndPassFromPacketWhenItIsLookedUpAgain() {
        Packet packet = parser.parse(new byte[0]);
        packet.mark = -2;
        packet.pass = -3;
        FlowKeyParser.parse(packet);
        assertThat(packet.key[FlowKey.MARK_AND_PASS]).isEqualTo(0xfffffffe_fffffffdL);
    }

    @Test
    void shouldForgetColdWordsWhenNextFrameHasNone() {
        Packet packet = parser.parse(HexFormat.of().parseHex("ffffffffffff" + "020000000001" + "8100" + "0001"
                + "8100" + "0002" + "0806" + "0001080006040001" + "0200000000010a000001" + "0000000000000a000002"));
        assertThat(packet.key[FlowKey.SENDER_HARDWARE]).isEqualTo(0x020000000001L);
        packet.key[FlowKey.REGISTERS + 7] = 5;
        parser.parse(HexFormat.of().parseHex("ffffffffffff" + "020000000001" + "88b5"));
        assertThat(Arrays.stream(packet.key, FlowKey.HOT_WORDS, FlowKey.WORDS).max()).hasValue(0);
    }

    @Test
    void shouldAgreeWithReferenceWhenFramesAreDamagedAndCut() {
        long seed = 1122;
        RandomFrames frames = new RandomFrames(new Random(seed));
        for (int i = 0; i < FRAMES; i++) {
            parser.check(i % 4 == 0 ? frames.wellFormed() : frames.damaged(), "seed " + seed + ", frame " + i);
        }
    }

    /** All fields that are not 0, and the code of ICMP, as a match of exactly them would be written. */
    static String fieldsOf(Packet packet) {
        Match match = Match.ANY;
        for (Field field : Field.values()) {
            boolean isOfPacket = field != Field.IN_PORT && field != Field.METADATA;
            boolean isCode = field == Field.ICMP_CODE && field.prerequisite().holds(packet.key);
            if (isOfPacket && (isCode || !field.read(packet.key).isZero())) {
                match = match.with(field, field.read(packet.key), field.exactMask());
            }
        }
        return match.toString();
    }
}
