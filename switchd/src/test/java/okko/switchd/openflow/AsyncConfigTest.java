package okko.switchd.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import okko.switchd.openflow.AsyncConfig.Masks;
import org.junit.jupiter.api.Test;

class AsyncConfigTest {

    @Test
    void shouldLeaveAsItIsWhatAControllerDoesNotSpeakOf() {
        int same = AsyncConfig.UNCHANGED;
        AsyncConfig before = new AsyncConfig(new Masks(1, 2, 3, 4, 5, 6), new Masks(7, 8, 9, 10, 11, 12));
        AsyncConfig change = new AsyncConfig(
                new Masks(0, same, same, same, same, same), new Masks(same, same, 0x3f, same, same, 3));
        assertThat(before.changedBy(change)).isEqualTo(
                new AsyncConfig(new Masks(0, 2, 3, 4, 5, 6), new Masks(7, 8, 0x3f, 10, 11, 3)));
    }
}
