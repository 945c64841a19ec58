package okko.switchd.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatchTest {

    @Test
    void shouldBeFullAtItsLimit() {
        Batch batch = new Batch(2);
        assertThat(batch.room()).isEqualTo(2);
        batch.add(1, 0, 60, 1, 0);
        assertThat(batch.isFull()).isFalse();
        batch.add(2, 0, 60, 1, 0);
        assertThat(batch.isFull()).isTrue();
        batch.add(3, 0, 60, 1, 0); // as what comes together does
        assertThat(batch.isFull()).isTrue();
        assertThat(batch.room()).isZero();

        batch.clear();
        assertThat(batch.room()).isEqualTo(2);
    }

    @Test
    void shouldRefuseALimitThatItCannotHold() {
        assertThatThrownBy(() -> new Batch(33)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a batch has 1 to 32 packets: limit=33");
        assertThatThrownBy(() -> new Batch(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Batch().room()).isEqualTo(32);
    }
}
