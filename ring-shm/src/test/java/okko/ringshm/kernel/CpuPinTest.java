package okko.ringshm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class CpuPinTest {

    @Test
    void shouldKeepAThreadAndThoseThatItStartsOnOneCpuUntilClosed() throws Exception {
        BitSet before = CpuPin.allowed();
        int last = before.length() - 1;
        try (CpuPin _ = CpuPin.pin(OptionalInt.of(last))) {
            assertThat(CpuPin.allowed().stream()).containsExactly(last);
            var child = new FutureTask<>(CpuPin::allowed);
            Thread.ofPlatform().start(child);
            assertThat(child.get().stream()).containsExactly(last);
        }
        assertThat(CpuPin.allowed()).isEqualTo(before);
    }

    @Test
    void shouldChangeNothingWhenNoCpuIsNamed() throws IOException {
        BitSet before = CpuPin.allowed();
        try (CpuPin _ = CpuPin.pin(OptionalInt.empty())) {
            assertThat(CpuPin.allowed()).isEqualTo(before);
        }
        assertThat(CpuPin.allowed()).isEqualTo(before);
    }

    @Test
    void shouldNameTheCpusThatThereAreWhenThereIsNoSuchOne() throws IOException {
        BitSet before = CpuPin.allowed();
        String line = "expected a CPU that this process may use, one of " + before + ", found 8191";
        assertThatThrownBy(() -> CpuPin.pin(OptionalInt.of(CpuPin.MAX_CPU))).hasMessage(line);
        assertThatThrownBy(() -> CpuPin.check(OptionalInt.of(CpuPin.MAX_CPU))).hasMessage(line);
        assertThat(CpuPin.allowed()).isEqualTo(before);
    }
}
