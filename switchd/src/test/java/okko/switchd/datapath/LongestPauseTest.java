package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongestPauseTest {

    private final LongestPause pause = new LongestPause();

    @Test
    void shouldTellLongestTimeBetweenLooksWhilePacketsCome() {
        pause.busy(1_000);
        pause.busy(1_700);
        pause.busy(1_900);
        assertThat(pause.takeNs()).isEqualTo(700);
    }

    @Test
    void shouldForgetPauseWhenTaken() {
        pause.busy(1_000);
        pause.busy(1_700);
        pause.takeNs();
        pause.busy(1_900);
        assertThat(pause.takeNs()).isEqualTo(200);
    }

    @Test
    void shouldCountWhatEndedIdleButNotIdleTimeItself() {
        pause.idle(1_000);
        pause.busy(50_000);
        pause.idle(50_300);
        pause.busy(90_000);
        assertThat(pause.takeNs()).isEqualTo(300);
    }
}
