package okko.eval.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlaybackTest {

    private static final int ROUND = 500;

    private final List<byte[]> frames = new ArrayList<>();

    /** Of 100 kinds, so that a frame has a twin in each round. */
    PlaybackTest() {
        Random random = new Random(7);
        for (int i = 0; i < ROUND; i++) {
            frames.add(new byte[] {1, (byte) random.nextInt(100)});
        }
    }

    /** What comes out if it begins somewhere and nothing happens to it. */
    private List<byte[]> played(int start, int count) {
        List<byte[]> played = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            played.add(frames.get((start + i) % ROUND));
        }
        return played;
    }

    private long differences(List<byte[]> captured) throws IOException {
        Playback playback = new Playback(frames);
        return playback.countDifferences(playback.kindsOf(captured));
    }

    @Test
    void shouldFindNoDifferenceWhereverTheRoundBegins() throws Exception {
        int count = new Playback(frames).framesFor(2);
        assertThat(count).isEqualTo(2 * ROUND + 128);
        for (int start : new int[] {0, 1, 250, 499}) {
            assertThat(differences(played(start, count))).isZero();
        }
    }

    @Test
    void shouldFindNoDifferenceWhenFlowsArePutTogetherWithinABatch() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            List<byte[]> captured = played(seed * 31 % ROUND, 2 * ROUND + 128);
            for (int batch = 0; batch + 32 <= captured.size(); batch += 32) {
                Collections.shuffle(captured.subList(batch, batch + 32), new Random(seed));
            }
            assertThat(differences(captured)).as("seed " + seed).isZero();
        }
    }

    @Test
    void shouldCountAFrameThatIsMissing() throws Exception {
        List<byte[]> captured = new ArrayList<>(played(0, 3 * ROUND + 128));
        byte[] rare = {2};
        frames.set(200, rare);
        captured.set(200, rare);
        captured.set(700, rare);
        captured.set(1200, rare);
        assertThat(differences(captured)).isZero();
        captured.remove(700);
        assertThat(differences(captured)).isEqualTo(1);
    }

    @Test
    void shouldCountFramesThatCameOutTwice() throws Exception {
        List<byte[]> captured = played(0, 2 * ROUND + 128);
        byte[] often = {1, 50};
        captured.subList(100, 400).replaceAll(_ -> often);
        assertThat(differences(captured)).isGreaterThan(200);
    }

    @Test
    void shouldRefuseAFrameThatNeverWentIn() {
        List<byte[]> captured = played(0, 2 * ROUND + 128);
        captured.set(41, new byte[] {1, 101});
        assertThatThrownBy(() -> differences(captured)).isInstanceOf(IOException.class)
                .hasMessage("packet 42 that came out, of 2 bytes, never went in");
    }

    @Test
    void shouldCompareRoundsThatAreShorterThanABatch() throws Exception {
        frames.subList(3, ROUND).clear();
        List<byte[]> captured = new ArrayList<>();
        for (int i = 0; i < 134; i++) {
            captured.add(frames.get((i + 1) % 3));
        }
        assertThat(differences(captured)).isZero();
    }
}
