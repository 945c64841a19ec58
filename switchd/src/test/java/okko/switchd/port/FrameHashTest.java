package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameHashTest {

    private static long hash(PortFixture fixture, byte[] frame) {
        fixture.add(frame);
        long hash = FrameHash.of(fixture.batch.address[0], frame.length);
        fixture.releaseAll();
        return hash;
    }

    @Test
    void shouldDifferWhenAnyBitOrTheLengthDiffers() throws Exception {
        try (PortFixture fixture = new PortFixture()) {
            Set<Long> hashes = new HashSet<>();
            hashes.add(hash(fixture, new byte[61]));
            hashes.add(hash(fixture, new byte[60]));
            hashes.add(hash(fixture, new byte[64]));
            for (int bit = 0; bit < 61 * Byte.SIZE; bit++) {
                byte[] frame = new byte[61];
                frame[bit / Byte.SIZE] = (byte) (1 << bit % Byte.SIZE);
                hashes.add(hash(fixture, frame));
            }
            assertThat(hashes).hasSize(3 + 61 * Byte.SIZE);
        }
    }

    @Test
    void shouldBeEqualWhenContentIsEqual() throws Exception {
        try (PortFixture fixture = new PortFixture()) {
            assertThat(hash(fixture, PortFixture.frame(99, 5))).isEqualTo(hash(fixture, PortFixture.frame(99, 5)));
        }
    }
}
