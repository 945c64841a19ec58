package okko.eval.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessClockTest {

    @Test
    void shouldAddUserAndSystemTimeWhenTheNameHoldsSpacesAndParentheses() {
        String stat = "4711 (a (b) c) S 1 4711 4711 0 -1 4194560 900 0 2 0 120 34 0 0 20 0 14 0 88 1 2 3\n";

        assertThat(ProcessClock.parse(stat)).isEqualTo(1_540_000_000L);
    }

    @Test
    void shouldReadItsOwnProcess() throws IOException {
        assertThat(ProcessClock.cpuNs(ProcessHandle.current().pid())).isPositive();
    }

    @Test
    void shouldFailWhenThereIsNoSuchProcess() {
        assertThatThrownBy(() -> ProcessClock.cpuNs(0)).isInstanceOf(IOException.class);
    }
}
