package okko.eval.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import okko.external.api.PacketBatch;
import okko.external.api.Processor;
import org.junit.jupiter.api.Test;

class OracleTest {

    private static final Traffic FORTY_PACKETS =
            Traffic.of(IntStream.range(0, 40).mapToObj(i -> new byte[60 + i]).toList(), 0);

    @Test
    void shouldCountVerdictsOfEachPass() {
        Expectation expectation = new Oracle(3, 5).judge(FORTY_PACKETS, new MatchShorterThan(70));

        assertThat(expectation.passes()).isEqualTo(List.of(
                new Verdicts(10, 30), new Verdicts(10, 30), new Verdicts(10, 30)));
        assertThat(expectation.proof()).isEqualTo(new Verdicts(30, 90));
        assertThat(expectation.steady()).isEqualTo(new Verdicts(10, 30));
    }

    @Test
    void shouldGoOnUntilTheVerdictsRepeat() {
        Expectation expectation = new Oracle(2, 9).judge(FORTY_PACKETS, new RefuseFirst(100));

        assertThat(expectation.passes()).isEqualTo(List.of(
                new Verdicts(0, 40), new Verdicts(0, 40)));
        assertThat(new Oracle(3, 9).judge(FORTY_PACKETS, new RefuseFirst(100)).passes()).isEqualTo(List.of(
                new Verdicts(0, 40), new Verdicts(0, 40), new Verdicts(20, 20), new Verdicts(40, 0),
                new Verdicts(40, 0)));
    }

    @Test
    void shouldSplitTheChecksumOfTheInputBetweenTheVerdicts() {
        Expectation all = new Oracle(2, 2).judge(FORTY_PACKETS, new MatchShorterThan(1_000));
        Expectation some = new Oracle(2, 2).judge(FORTY_PACKETS, new MatchShorterThan(70));

        assertThat(all.noMatchChecksum()).isZero();
        assertThat(some.matchChecksum() + some.noMatchChecksum()).isEqualTo(all.matchChecksum());
    }

    @Test
    void shouldRefuseWhenVerdictsDoNotSettle() {
        assertThatThrownBy(() -> new Oracle(2, 4).judge(FORTY_PACKETS, new RefuseEveryThird()))
                .isInstanceOf(IllegalStateException.class).hasMessageStartingWith("verdicts do not settle: passes=");
    }

    @Test
    void shouldCountWhatIsDroppedApart() {
        Expectation expectation = new Oracle(2, 2).judge(FORTY_PACKETS, each((batch, i) -> {
            if (i % 4 == 0) {
                batch.drop(i);
            }
        }));
        Expectation none = new Oracle(2, 2).judge(FORTY_PACKETS, each((_, _) -> { }));

        assertThat(expectation.steady()).isEqualTo(new Verdicts(0, 30, 10));
        assertThat(expectation.droppedChecksum()).isNotZero();
        assertThat(expectation.checksum()).isEqualTo(none.checksum());
    }

    @Test
    void shouldRefuseWhatCannotBeCompared() {
        assertRefused(each((batch, i) -> batch.output(i, 2)), "sends a packet to a port by itself");
        assertRefused(each((batch, i) -> batch.pass(i, 7)), "gives a packet the result 7");
        assertRefused(each((batch, i) -> batch.put8(i, 0, 1)), "fails on a packet, or writes to one");
    }

    private static void assertRefused(Processor judge, String words) {
        assertThatThrownBy(() -> new Oracle(2, 4).judge(FORTY_PACKETS, judge))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining(words);
    }

    private static Processor each(ObjIntConsumer<PacketBatch> code) {
        return batch -> {
            for (int i = 0; i < batch.size(); i++) {
                code.accept(batch, i);
            }
        };
    }

    /** Judges by length. */
    private record MatchShorterThan(int lengthBytes) implements Processor {

        @Override
        public void process(PacketBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                batch.pass(i, batch.lengthBytes(i) < lengthBytes ? 1 : 0);
            }
        }
    }

    /** Judges by its memory: the first packets do not match. */
    private static final class RefuseFirst implements Processor {

        private int left;

        RefuseFirst(int packets) {
            left = packets;
        }

        @Override
        public void process(PacketBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                batch.pass(i, left-- > 0 ? 0 : 1);
            }
        }
    }

    /** Judges by a count that never fits the number of packets: no two passes agree. */
    private static final class RefuseEveryThird implements Processor {

        private int count;

        @Override
        public void process(PacketBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                batch.pass(i, count++ % 3 == 0 ? 0 : 1);
            }
        }
    }
}
