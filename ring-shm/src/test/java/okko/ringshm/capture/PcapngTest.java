package okko.ringshm.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapngTest {

    private static final byte[] FIRST = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 8, 0, 15};

    /** Section header, interface with nanoseconds, one packet of 5 bytes at 0x100000002 ns: big-endian, by hand. */
    private static final String BIG_ENDIAN = """
            0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c
            00000001 00000020 0001 0000 00000000 0009 0001 09000000 0000 0000 00000020
            00000005 00000010 00000000 00000010
            00000006 00000028 00000000 00000001 00000002 00000005 00000005 0102030405000000 00000028
            """;

    @TempDir
    private Path directory;

    @Test
    void shouldReadBackWhatWasWritten() throws IOException {
        Path file = writeTwo();

        Capture capture = Capture.read(file);

        assertThat(capture.size()).isEqualTo(2);
        assertThat(capture.frame(0)).isEqualTo(FIRST);
        assertThat(capture.timestampNs(0)).isEqualTo(1_795_365_515_123_456_789L);
        assertThat(capture.frame(1)).hasSize(1514).containsOnly(7);
        assertThat(capture.timestampNs(1)).isEqualTo(1_795_365_515_123_456_790L);
    }

    @Test
    void shouldReadTheOtherByteOrderAndPassOverBlocksOfOtherKinds() throws IOException {
        Path file = Files.write(directory.resolve("big.pcapng"), hex(BIG_ENDIAN));

        Capture capture = Capture.read(file);

        assertThat(capture.size()).isEqualTo(1);
        assertThat(capture.frame(0)).containsExactly(1, 2, 3, 4, 5);
        assertThat(capture.timestampNs(0)).isEqualTo(0x1_0000_0002L);
    }

    @Test
    void shouldReadMicrosecondsBinaryFractionsAndSeveralSections() throws IOException {
        String micros = BIG_ENDIAN.replace("0009 0001 09000000", "0009 0001 06000000");
        String halves = BIG_ENDIAN.replace("0009 0001 09000000", "0009 0001 81000000");
        Path file = Files.write(directory.resolve("three.pcapng"), hex(BIG_ENDIAN + micros + halves));

        Capture capture = Capture.read(file);

        assertThat(capture.size()).isEqualTo(3);
        assertThat(capture.timestampNs(1)).isEqualTo(0x1_0000_0002L * 1_000);
        assertThat(capture.timestampNs(2)).isEqualTo(0x1_0000_0002L * 500_000_000);
    }

    @Test
    void shouldReadPacketsWithoutTimeWhenBlocksAreSimple() throws IOException {
        String simple = BIG_ENDIAN.substring(0, BIG_ENDIAN.indexOf("00000006"))
                + "00000003 00000018 00000006 010203040506 0000 00000018";
        Path file = Files.write(directory.resolve("simple.pcapng"), hex(simple));

        Capture capture = Capture.read(file);

        assertThat(capture.frame(0)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(capture.timestampNs(0)).isZero();
    }

    @Test
    void shouldNameByteAndReasonWhenABlockCannotBeTrue() throws IOException {
        assertRefused(BIG_ENDIAN.replace("00000005 00000005 0102", "00000004 00000005 0102"),
                "at byte 76: packet 1 was cut to 4 of 5 bytes; record it with a larger snap length");
        assertRefused(BIG_ENDIAN.replace("00000005 00000005 0102", "00000009 00000009 0102"),
                "at byte 76: packet 1 claims 9 bytes; its block has room for 8, and at most 262144 are possible");
        assertRefused(BIG_ENDIAN.replace("00000028 00000000 00000001", "00000028 00000001 00000001"),
                "at byte 76: packet 1 came by interface 1; the section has described 1");
        assertRefused(BIG_ENDIAN.replace("00000020 0001 0000", "00000020 0071 0000"),
                "at byte 28: interface 0 has link type 113; expected 1, Ethernet");
        assertRefused(BIG_ENDIAN.replace("00000005 00000010 00000000 00000010", "00000005 00000010 00000000 00000014"),
                "at byte 60: a block says that it has 16 bytes, and at its end that it has 20");
        assertRefused(BIG_ENDIAN.replace("00000005 00000010 00000000", "00000005 00000002 00000000"),
                "at byte 60: a block of type 5 claims 2 bytes");
        assertRefused(BIG_ENDIAN.replace("0009 0001 09000000", "0009 0001 0c000000"),
                "at byte 28: interface 0 counts time in units of 10^-12 s; expected nanoseconds or longer");
        assertRefused(BIG_ENDIAN.replace("1a2b3c4d 0001", "1a2b3c4d 0002"),
                "at byte 0: byte-order magic 0x1a2b3c4d, version 2; expected 0x1a2b3c4d, version 1");
    }

    @Test
    void shouldReadOrRefuseWhateverTheBytesAre() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = hex(BIG_ENDIAN + BIG_ENDIAN);
        Path file = directory.resolve("broken.pcapng");
        for (int i = 0; i < 3_000; i++) {
            byte[] broken = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int j = random.nextInt(4); j >= 0 && broken.length > 4; j--) {
                broken[4 + random.nextInt(broken.length - 4)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
            }
            Files.write(file, broken);
            try {
                assertThat(Capture.read(file).size()).isLessThanOrEqualTo(2);
            } catch (CaptureException e) {
                assertThat(e.getMessage()).as("seed %d, round %d", seed, i).startsWith(file + ": ").doesNotContain("\n");
            }
        }
    }

    @Test
    void shouldBeReadByTsharkWithNamesTimesAndComments() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        Path file = writeTwo();

        Process tshark = new ProcessBuilder("tshark", "-n", "-r", file.toString(), "-T", "fields", "-e", "frame.len",
                "-e", "frame.time_epoch", "-e", "frame.interface_name", "-e", "frame.comment")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(tshark.getInputStream().readAllBytes());

        assertThat(tshark.waitFor()).isZero();
        assertThat(printed).isEqualTo("""
                15\t1795365515.123456789\tclient\tverdict=1
                1514\t1795365515.123456790\tserver, läuft\tverdict=0
                """);
    }

    private Path writeTwo() throws IOException {
        Path file = directory.resolve("two.pcapng");
        byte[] second = new byte[1514];
        Arrays.fill(second, (byte) 7);
        try (PcapngWriter writer = PcapngWriter.create(file)) {
            int client = writer.addInterface("client");
            writer.write(client, 1_795_365_515_123_456_789L, FIRST, FIRST.length, "verdict=1");
            int server = writer.addInterface("server, läuft");
            writer.write(server, 1_795_365_515_123_456_790L, second, second.length, "verdict=0");
        }
        return file;
    }

    private void assertRefused(String hex, String reason) throws IOException {
        Path file = Files.write(directory.resolve("wrong.pcapng"), hex(hex));
        assertThatThrownBy(() -> Capture.read(file))
                .isInstanceOf(CaptureException.class)
                .hasMessage(file + ": " + reason);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
