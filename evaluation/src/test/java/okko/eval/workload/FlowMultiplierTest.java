package okko.eval.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the recording itself; headers and checksums are read here by other code than that under test. */
class FlowMultiplierTest {

    private static final int SEED = 5;

    @TempDir
    private Path directory;
    private List<byte[]> recorded;

    @BeforeEach
    void readRecording() throws IOException {
        recorded = Bundle.recording(directory);
    }

    @Test
    void shouldCopyAsOftenAsTheLimitAllows() {
        List<byte[]> traffic = new FlowMultiplier(3 * recorded.size() + 1, SEED).multiply(recorded);

        assertThat(traffic).hasSize(3 * recorded.size());
        assertThat(FlowMultiplier.connections(traffic)).isEqualTo(3 * FlowMultiplier.connections(recorded));
    }

    @Test
    void shouldCutTheRecordingWhenItIsLongerThanTheLimit() {
        assertThat(new FlowMultiplier(100, SEED).multiply(recorded)).containsExactlyElementsOf(recorded.subList(0, 100));
    }

    @Test
    void shouldKeepTheOrderWithinEachConnection() {
        List<byte[]> traffic = new FlowMultiplier(3 * recorded.size(), SEED).multiply(recorded);

        // A connection is known by the masked prefixes and the ports; each copy must tell the same story.
        Map<String, List<String>> copies = stories(traffic);
        List<List<String>> originals = List.copyOf(stories(recorded).values());
        assertThat(copies).hasSize(3 * originals.size());
        assertThat(copies.values()).allMatch(originals::contains);
    }

    @Test
    void shouldMixTheCopies() {
        List<byte[]> traffic = new FlowMultiplier(2 * recorded.size(), SEED).multiply(recorded);

        assertThat(traffic.subList(0, recorded.size())).isNotEqualTo(recorded);
    }

    @Test
    void shouldKeepHostsInsideTheirPrefixes() {
        assertThat(prefixes(new FlowMultiplier(4 * recorded.size(), SEED).multiply(recorded)))
                .isEqualTo(prefixes(recorded));
    }

    @Test
    void shouldKeepChecksumsValid() {
        List<byte[]> traffic = new FlowMultiplier(4 * recorded.size(), SEED).multiply(recorded);

        assertThat(traffic).filteredOn(FlowMultiplierTest::isIpv4)
                .allMatch(frame -> sum(frame, 14, headerBytes(frame), 0) == 0xffff);
        assertThat(traffic).filteredOn(FlowMultiplierTest::isTcp).allMatch(FlowMultiplierTest::hasValidTcpChecksum);
    }

    @Test
    void shouldMakeTheSameTrafficWhenTheSeedIsTheSame() {
        FlowMultiplier multiplier = new FlowMultiplier(2 * recorded.size(), SEED);

        assertThat(Traffic.of(multiplier.multiply(recorded), SEED).sha256())
                .isEqualTo(Traffic.of(multiplier.multiply(recorded), SEED).sha256())
                .isNotEqualTo(Traffic.of(new FlowMultiplier(2 * recorded.size(), 6).multiply(recorded), 6).sha256());
    }

    @Test
    void shouldRefuseWhenThereIsNothingToCopy() {
        assertThatThrownBy(() -> new FlowMultiplier(10, SEED).multiply(List.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("the recording holds no packet");
    }

    /** By connection: direction, IP identification and all of TCP but the checksum, in order. */
    private static Map<String, List<String>> stories(List<byte[]> frames) {
        Map<String, List<String>> stories = new LinkedHashMap<>();
        for (byte[] frame : frames) {
            if (isTcp(frame)) {
                ByteBuffer bytes = ByteBuffer.wrap(frame);
                int tcp = 14 + headerBytes(frame);
                String from = Integer.toHexString(bytes.getInt(26)) + ":" + bytes.getShort(tcp);
                String to = Integer.toHexString(bytes.getInt(30)) + ":" + bytes.getShort(tcp + 2);
                String key = from.compareTo(to) < 0 ? from + " " + to : to + " " + from;
                stories.computeIfAbsent(key, _ -> new ArrayList<>()).add(bytes.getShort(tcp) + " " + bytes.getShort(18)
                        + " " + bytes.getInt(tcp + 4) + " " + bytes.getInt(tcp + 8) + " " + bytes.getInt(tcp + 12));
            }
        }
        return stories;
    }

    private static Map<String, Integer> prefixes(List<byte[]> frames) {
        Map<String, Integer> prefixes = new LinkedHashMap<>();
        for (byte[] frame : frames) {
            if (isIpv4(frame)) {
                ByteBuffer bytes = ByteBuffer.wrap(frame);
                prefixes.put(bytes.getShort(26) + "." + bytes.getShort(30), 1);
            }
        }
        return prefixes;
    }

    private static boolean isIpv4(byte[] frame) {
        return frame.length >= 34 && frame[12] == 8 && frame[13] == 0;
    }

    private static boolean isTcp(byte[] frame) {
        return isIpv4(frame) && frame[23] == 6;
    }

    private static int headerBytes(byte[] frame) {
        return (frame[14] & 15) * 4;
    }

    private static boolean hasValidTcpChecksum(byte[] frame) {
        int length = ByteBuffer.wrap(frame).getShort(16) - headerBytes(frame);
        int pseudoHeader = sum(frame, 26, 8, 6 + length);
        return sum(frame, 14 + headerBytes(frame), length, pseudoHeader) == 0xffff;
    }

    /** RFC 1071, over a byte array; a valid checksum makes the sum 0xffff. */
    private static int sum(byte[] bytes, int offset, int length, int initial) {
        int sum = initial;
        for (int i = 0; i < length; i++) {
            sum += (bytes[offset + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
