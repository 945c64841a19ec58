package okko.external.sample;

import static org.assertj.core.api.Assertions.assertThat;

import okko.external.frame.FrameBuilder;
import okko.external.frame.FrameMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules O1 to O4. */
class TcpOptionsTest {

    private final FrameMemory memory = new FrameMemory();
    private final TcpOptions options = new TcpOptions();

    @AfterEach
    void free() {
        memory.close();
    }

    private TcpOptions walk(int... bytes) {
        byte[] frame = FrameBuilder.tcp("10.1.0.1:1000", "10.2.0.1:80").tcpOptions(bytes).payload(8).build();
        Segment segment = new Segment();
        assertThat(segment.parse(memory.put(frame), frame.length)).isEqualTo(Segment.Kind.TCP);
        options.walk(segment);
        return options;
    }

    @Test
    void shouldReadKindsInOrderAndTheirValues() {
        walk(2, 4, 5, 0xb4, 4, 2, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 3, 3, 7);
        assertThat(options.complete()).isTrue();
        assertThat(options.layout()).isEqualTo(0x02_04_08_01_03L);
        assertThat(options.mss()).isEqualTo(1460);
        assertThat(options.windowScale()).isEqualTo(7);
        assertThat(options.timestamp()).isEqualTo(0x01020304);
        assertThat(options.echo()).isEqualTo(0x05060708);
    }

    @Test
    void shouldBeCompleteAndEmptyWhenThereAreNone() {
        walk();
        assertThat(options.complete()).isTrue();
        assertThat(options.layout()).isZero();
        assertThat(options.mss()).isZero();
        assertThat(options.windowScale()).isEqualTo(TcpOptions.NO_WINDOW_SCALE);
    }

    @Test
    void shouldNotLookBehindTheEndOfTheList() {
        walk(1, 0, 2, 99);
        assertThat(options.complete()).isTrue();
        assertThat(options.layout()).isEqualTo(0x01_00L);
    }

    @Test
    void shouldStepOverUnknownKindsByTheirLength() {
        walk(99, 3, 1, 1);
        assertThat(options.complete()).isTrue();
        assertThat(options.layout()).isEqualTo(0x63_01L);
    }

    @Test
    void shouldBeIncompleteWhenALengthIsWrong() {
        assertThat(walk(99, 1, 1, 1).complete()).isFalse();
        assertThat(walk(99, 5, 1, 1).complete()).isFalse();
        assertThat(walk(1, 1, 1, 99).complete()).isFalse();
        assertThat(walk(2, 3, 5, 1).complete()).isFalse();
        assertThat(walk(3, 4, 7, 1).complete()).isFalse();
        assertThat(walk(4, 3, 1, 1).complete()).isFalse();
        assertThat(walk(8, 8, 1, 1, 1, 1, 1, 1).complete()).isFalse();
    }

    @Test
    void shouldKeepWhatStandsBeforeTheFault() {
        walk(2, 4, 5, 0xb4, 3, 9, 7, 1);
        assertThat(options.complete()).isFalse();
        assertThat(options.mss()).isEqualTo(1460);
        assertThat(options.windowScale()).isEqualTo(TcpOptions.NO_WINDOW_SCALE);
    }

    @Test
    void shouldTakeTheLastValueWhenAKindComesTwice() {
        assertThat(walk(2, 4, 5, 0xb4, 2, 4, 2, 0x18).mss()).isEqualTo(536);
    }

    @Test
    void shouldHoldEightEntriesAndNotNine() {
        assertThat(walk(1, 1, 1, 1, 1, 1, 1, 1).complete()).isTrue();
        assertThat(walk(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1).complete()).isFalse();
    }
}
