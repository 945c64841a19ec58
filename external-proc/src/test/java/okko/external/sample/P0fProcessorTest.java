package okko.external.sample;

import static okko.ringshm.wire.Tcp.ACK;
import static okko.ringshm.wire.Tcp.PSH;
import static okko.ringshm.wire.Tcp.RST;
import static okko.ringshm.wire.Tcp.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okko.external.frame.Capture;
import okko.external.frame.FrameBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules P1 to P9: the frame that fits, and each way not to. */
class P0fProcessorTest {

    private static final int[] OPTIONS = {2, 4, 5, 0xb4, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7};

    private final Verdicts verdict = new Verdicts(new P0fProcessor());

    @AfterEach
    void close() {
        verdict.close();
    }

    private static FrameBuilder fitting() {
        return FrameBuilder.tcp("10.1.0.1:40000", "10.2.0.1:80").flags(SYN).window(64_240).tcpOptions(OPTIONS);
    }

    private static int[] optionsWith(int index, int value) {
        int[] options = OPTIONS.clone();
        options[index] = value;
        return options;
    }

    @Test
    void shouldMatchWhenAllFits() {
        assertThat(verdict.on(fitting())).isEqualTo(1);
        assertThat(verdict.on(fitting().vlan(5))).isEqualTo(1);
        assertThat(verdict.on(fitting().padding(4))).isEqualTo(1);
    }

    @Test
    void shouldNotMatchOtherFlags() {
        assertThat(verdict.on(fitting().flags(SYN, ACK))).isZero();
        assertThat(verdict.on(fitting().flags(ACK))).isZero();
        assertThat(verdict.on(fitting().flags(SYN, PSH))).isZero();
        assertThat(verdict.on(fitting().flags(SYN, RST))).isZero();
        assertThat(verdict.on(fitting().flags(SYN, 0xc0))).isZero();
        assertThat(verdict.on(fitting().reserved(1))).isZero();
        assertThat(verdict.on(fitting().reserved(8))).isZero();
    }

    @Test
    void shouldMatchTimesToLiveOfAtMost35Hops() {
        assertThat(verdict.on(fitting().timeToLive(65))).isZero();
        assertThat(verdict.on(fitting().timeToLive(64))).isEqualTo(1);
        assertThat(verdict.on(fitting().timeToLive(29))).isEqualTo(1);
        assertThat(verdict.on(fitting().timeToLive(28))).isZero();
    }

    @Test
    void shouldNotMatchIpv4Options() {
        assertThat(verdict.on(fitting().ipOptions(1, 1, 1, 1))).isZero();
    }

    @Test
    void shouldWantDontFragmentAndAnIdentificationAndNoEcn() {
        assertThat(verdict.on(fitting().fragment(0))).isZero();
        assertThat(verdict.on(fitting().fragment(0xc000))).isZero();
        assertThat(verdict.on(fitting().identification(0))).isZero();
        assertThat(verdict.on(fitting().typeOfService(1))).isZero();
        assertThat(verdict.on(fitting().typeOfService(0x10))).isEqualTo(1);
    }

    @Test
    void shouldNotMatchOddNumbers() {
        assertThat(verdict.on(fitting().sequence(0))).isZero();
        assertThat(verdict.on(fitting().acknowledgement(1))).isZero();
        assertThat(verdict.on(fitting().urgentPointer(1))).isZero();
    }

    @Test
    void shouldNotMatchPayload() {
        assertThat(verdict.on(fitting().payload(1))).isZero();
    }

    @Test
    void shouldNotMatchAnotherLayout() {
        assertThat(verdict.on(fitting().tcpOptions(2, 4, 5, 0xb4))).isZero();
        assertThat(verdict.on(fitting().tcpOptions(optionsWith(16, 0)))).isZero();
        assertThat(verdict.on(fitting().tcpOptions(
                4, 2, 2, 4, 5, 0xb4, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7))).isZero();
        assertThat(verdict.on(fitting().tcpOptions(optionsWith(1, 5)))).isZero();
    }

    @Test
    void shouldWantTheWindowToBe44SegmentsAndTheScale7() {
        assertThat(verdict.on(fitting().window(64_241))).isZero();
        assertThat(verdict.on(fitting().window(44 * 1400).tcpOptions(optionsWith(3, 0x78)))).isEqualTo(1);
        assertThat(verdict.on(fitting().tcpOptions(optionsWith(19, 10)))).isZero();
    }

    @Test
    void shouldWantItsOwnTimestampOnly() {
        int[] noTimestamp = OPTIONS.clone();
        for (int i = 8; i < 12; i++) {
            noTimestamp[i] = 0;
        }
        assertThat(verdict.on(fitting().tcpOptions(noTimestamp))).isZero();
        assertThat(verdict.on(fitting().tcpOptions(optionsWith(15, 1)))).isZero();
    }

    @Test
    void shouldMatchOneHostOfTheCapture() throws IOException {
        long matches = verdict.onAll(Capture.frames()).stream().filter(v -> v == 1).count();
        assertThat(matches).isEqualTo(43); // the SYNs of 10.1.0.1; those of 10.1.0.6 ask for ECN
    }
}
