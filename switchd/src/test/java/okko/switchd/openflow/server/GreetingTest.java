package okko.switchd.openflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import okko.switchd.openflow.OpenFlowVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreetingTest {

    private static final Set<OpenFlowVersion> ALL = AgentWorld.VERSIONS;

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void shouldOfferItsVersionsInABitmap() {
        assertThat(Greeting.of(ALL, 9)).isEqualTo(hex("0600001000000009" + "0001000800000052"));
        assertThat(Greeting.of(Set.of(OpenFlowVersion.V1_0), 9)).isEqualTo(hex("0100001000000009" + "0001000800000002"));
    }

    @ParameterizedTest
    @CsvSource({
        "0100000800000001,                         V1_0", // ovs-ofctl's, without -O
        "0400001000000001 0001000800000010,        V1_3", // ovs-ofctl -O OpenFlow13
        "0600001000000001 0001000800000040,        V1_5",
        "0600000800000001,                         V1_5", // ovs-vswitchd's: all up to 1.5
        "0500000800000001,                         V1_3",
        "0300000800000001,                         V1_0",
        "ff00000800000001,                         V1_5",
        "0600001000000001 0001000800000012,        V1_3",
        "0600001800000001 00630005aa000000 0001000800000002, V1_0", // an element that nobody knows stands before
        "0400001000000001 0001000800000000,        V1_3", // an empty bitmap says nothing
        "0400000c00000001 0001000400000000,        V1_3", // neither does one without bits
        "0400001000000001 0001ffff00000002,        V1_3"
    })
    void shouldAgreeOnTheNewestVersionOfBoth(String greeting, OpenFlowVersion agreed) {
        assertThat(Greeting.agree(ALL, hex(greeting.replace(" ", "")))).contains(agreed);
    }

    @Test
    void shouldSayWhatBothSpeakWhenThereIsNoVersionInCommon() {
        byte[] theirs = hex("0700001000000001" + "00010008000000a0");

        assertThat(Greeting.agree(ALL, theirs)).isEqualTo(Optional.empty());
        assertThat(Greeting.disagreement(ALL, theirs)).isEqualTo(
                "We support version 0x01, 0x04, 0x06, you support version 0x05, 0x07, no common versions.");
    }

    @Test
    void shouldReadAnyBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = new byte[8 + random.nextInt(40)];
            random.nextBytes(frame);
            for (int at = 9; at < frame.length; at += 2) {
                frame[at] = (byte) random.nextInt(12); // small lengths and types are the interesting ones
            }

            assertThat(Greeting.agree(ALL, frame)).as("seed %d", seed).isNotNull();
            assertThat(Greeting.disagreement(ALL, frame)).as("seed %d", seed).startsWith("We support");
        }
    }
}
