package okko.bpf.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import okko.bpf.engine.RunContext;
import okko.bpf.map.Buffer;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The frame has 64 bytes, which count up from 0, and 32 bytes of room at either end. */
class LinuxPacketHelpersTest {

    @ParameterizedTest
    @CsvSource({"-32, 0, 96", "-33, -22, 64", "0, 0, 64", "50, 0, 14", "51, -22, 64", "2147483647, -22, 64",
        "-2147483648, -22, 64"})
    void shouldMoveTheBeginWithinTheRoom(long delta, long result, long length) {
        try (var run = new HelperCall()) {
            long begin = run.context.packet();
            assertThat(run.call(Helper.BPF_XDP_ADJUST_HEAD, RunContext.HANDLE, delta)).isEqualTo(result);
            assertThat(run.call(Helper.BPF_XDP_GET_BUFF_LEN, RunContext.HANDLE)).isEqualTo(length);
            assertThat(run.context.packet() - begin).isEqualTo(result == 0 ? delta : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"32, 0, 96", "33, -22, 64", "-50, 0, 14", "-51, -22, 64", "2147483647, -22, 64",
        "-2147483648, -22, 64"})
    void shouldMoveTheEndWithinTheRoom(long delta, long result, long length) {
        try (var run = new HelperCall()) {
            assertThat(run.call(Helper.BPF_XDP_ADJUST_TAIL, RunContext.HANDLE, delta)).isEqualTo(result);
            assertThat(run.context.lengthBytes()).isEqualTo(length);
        }
    }

    @Test
    void shouldZeroWhatIsAddedAtTheEnd() {
        try (var run = new HelperCall()) {
            run.call(Helper.BPF_XDP_ADJUST_TAIL, RunContext.HANDLE, 2);
            assertThat(frame(run, 63)).isEqualTo((byte) 63);
            assertThat(frame(run, 64)).isZero();
            assertThat(frame(run, 65)).isZero();
            assertThat(frame(run, 66)).isEqualTo((byte) 66);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 4, 0", "60, 4, 0", "61, 4, -22", "65535, 4, -22", "65536, 4, -14", "-1, 4, -14", "0, 65536, -14",
        "4294967296, 4, 0"})
    void shouldCopyFromThePacketOrZeroTheBuffer(long offset, long size, long result) {
        try (var run = new HelperCall(); var buffer = new Buffer(new byte[1 << 16])) {
            buffer.set((byte) -1, (byte) -1, (byte) -1, (byte) -1);
            assertThat(run.call(Helper.BPF_XDP_LOAD_BYTES, RunContext.HANDLE, offset, buffer.address(), size))
                    .isEqualTo(result);
            byte first = (byte) (result == 0 ? offset : 0);
            byte second = (byte) (result == 0 ? offset + 1 : 0);
            assertThat(buffer.bytes()).startsWith(first, second);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "60, 0", "61, -22", "65536, -14"})
    void shouldCopyIntoThePacketOrLeaveIt(long offset, long result) {
        try (var run = new HelperCall(); var data = new Buffer((byte) -1, (byte) -2, (byte) -3, (byte) -4)) {
            byte[] before = run.frame.bytes();
            assertThat(run.call(Helper.BPF_XDP_STORE_BYTES, RunContext.HANDLE, offset, data.address(), 4))
                    .isEqualTo(result);
            if (result == 0) {
                assertThat(frame(run, offset)).isEqualTo((byte) -1);
                assertThat(frame(run, offset + 3)).isEqualTo((byte) -4);
            } else {
                assertThat(run.frame.bytes()).isEqualTo(before);
            }
        }
    }

    private static byte frame(HelperCall run, long offset) {
        return UnsafeApi.getByte(run.context.packet() + offset);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "0, 0, 1, 1", "0, 0, 65535, 65535", "4, 4, 0, 65535", "0, 4, 0, 1027", "4, 0, 0, 64508",
        "4, 0, 1027, 65535", "6, 4, 0, -22", "4, 2, 0, -22", "0, 8, 0, 2060", "8, 4, 2060, 1027"})
    void shouldTellWhatAChecksumChangesBy(long fromSize, long toSize, long seed, long result) {
        // Little-endian halves: 513 + 514 = 1027, and 513 + 520 = 1033. A sum that is 0 has two forms, 0 and 65535.
        try (var run = new HelperCall(); var data = new Buffer(new byte[] {1, 2, 2, 2, 1, 2, 8, 2})) {
            long from = fromSize == 0 ? 0 : data.address();
            long to = toSize == 0 ? 0 : data.address();
            assertThat(run.call(Helper.BPF_CSUM_DIFF, from, fromSize, to, toSize, seed)).isEqualTo(result);
        }
    }

    /** How programs use it: the old checksum, the old bytes and the new ones give the new checksum. */
    @Test
    void shouldUpdateTheChecksumOfAHeader() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var header = new byte[20];
        var field = new byte[4];
        try (var run = new HelperCall(); var before = new Buffer(field); var after = new Buffer(field)) {
            for (int i = 0; i < 1_000; i++) {
                random.nextBytes(header);
                header[10] = 0;
                header[11] = 0;
                int old = checksum(header);
                int at = 12 + 4 * random.nextInt(2);
                System.arraycopy(header, at, field, 0, 4);
                before.set(field);
                random.nextBytes(field);
                after.set(field);
                System.arraycopy(field, 0, header, at, 4);
                long sum = run.call(
                        Helper.BPF_CSUM_DIFF, before.address(), 4, after.address(), 4, ~old & 0xffffL);
                assertThat(~sum & 0xffff).as("seed %d", seed).isEqualTo(checksum(header));
            }
        }
    }

    /** RFC 1071, in little-endian halves as a program on x86-64 sees them. */
    private static int checksum(byte[] header) {
        int sum = 0;
        for (int i = 0; i < header.length; i += 2) {
            sum += header[i] & 0xff | (header[i + 1] & 0xff) << 8;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }
}
