package okko.external.sample;

import static okko.ringshm.wire.Tcp.ACK;
import static okko.ringshm.wire.Tcp.FIN;
import static okko.ringshm.wire.Tcp.PSH;
import static okko.ringshm.wire.Tcp.RST;
import static okko.ringshm.wire.Tcp.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import okko.external.frame.FrameBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules W1 to W11, as stories of one connection between an inside client and an outside server. */
class FirewallProcessorTest {

    private final Verdicts verdict = new Verdicts(new FirewallProcessor());

    @AfterEach
    void close() {
        verdict.close();
    }

    private static FrameBuilder client(int... flags) {
        return FrameBuilder.tcp("10.1.0.1:40000", "10.2.0.1:80").flags(flags);
    }

    private static FrameBuilder server(int... flags) {
        return FrameBuilder.tcp("10.2.0.1:80", "10.1.0.1:40000").flags(flags);
    }

    private void establish() {
        assertThat(verdict.on(client(SYN))).isEqualTo(1);
        assertThat(verdict.on(server(SYN, ACK))).isEqualTo(1);
        assertThat(verdict.on(client(ACK))).isEqualTo(1);
    }

    @Test
    void shouldPassArpAndRefuseOtherTraffic() {
        assertThat(verdict.on(client().type(0x0806))).isEqualTo(1);
        assertThat(verdict.on(client(SYN).protocol(17))).isZero();
        assertThat(verdict.on(client(SYN).type(0x86dd))).isZero();
        assertThat(verdict.on(client(SYN).fragment(0x2000))).isZero();
    }

    @Test
    void shouldPassAWholeConnectionFromTheInside() {
        establish();
        assertThat(verdict.on(client(ACK, PSH).payload(100))).isEqualTo(1);
        assertThat(verdict.on(server(ACK, PSH).payload(1000))).isEqualTo(1);
    }

    @Test
    void shouldRefuseConnectionsFromTheOutside() {
        assertThat(verdict.on(server(SYN))).isZero();
        assertThat(verdict.on(client(SYN, ACK))).isZero();
        assertThat(verdict.on(server(ACK))).isZero();
        assertThat(verdict.on(client(RST, ACK))).isZero();
    }

    @Test
    void shouldRefuseSegmentsOfUnknownConnections() {
        assertThat(verdict.on(client(ACK))).isZero();
        assertThat(verdict.on(client(FIN, ACK))).isZero();
        assertThat(verdict.on(server(RST))).isZero();
    }

    @Test
    void shouldNotTakeOneConnectionForAnother() {
        establish();
        assertThat(verdict.on(FrameBuilder.tcp("10.2.0.1:80", "10.1.0.1:40001").flags(ACK))).isZero();
        assertThat(verdict.on(FrameBuilder.tcp("10.2.0.1:40000", "10.1.0.1:80").flags(ACK))).isZero();
        assertThat(verdict.on(FrameBuilder.tcp("10.2.0.2:80", "10.1.0.1:40000").flags(ACK))).isZero();
    }

    @Test
    void shouldIgnoreTheVlanWhenLookingUpAConnection() {
        establish();
        assertThat(verdict.on(server(ACK).vlan(9))).isEqualTo(1);
    }

    @Test
    void shouldRefuseSynTogetherWithFinOrRst() {
        assertThat(verdict.on(client(SYN, FIN))).isZero();
        assertThat(verdict.on(client(SYN, RST))).isZero();
        assertThat(verdict.on(server(SYN, ACK))).isZero();
    }

    @Test
    void shouldForgetTheConnectionWhenItIsReset() {
        establish();
        assertThat(verdict.on(server(RST))).isEqualTo(1);
        assertThat(verdict.on(client(ACK))).isZero();
        assertThat(verdict.on(server(RST))).isZero();
    }

    @Test
    void shouldPassTheRefusalOfAConnection() {
        assertThat(verdict.on(client(SYN))).isEqualTo(1);
        assertThat(verdict.on(server(RST, ACK))).isEqualTo(1);
        assertThat(verdict.on(server(SYN, ACK))).isZero();
    }

    @Test
    void shouldPassRepeatedHandshakePackets() {
        assertThat(verdict.on(client(SYN))).isEqualTo(1);
        assertThat(verdict.on(client(SYN))).isEqualTo(1);
        assertThat(verdict.on(server(SYN, ACK))).isEqualTo(1);
        assertThat(verdict.on(server(SYN, ACK))).isEqualTo(1);
        assertThat(verdict.on(client(ACK))).isEqualTo(1);
        assertThat(verdict.on(server(SYN, ACK))).isEqualTo(1);
        assertThat(verdict.on(server(ACK))).isEqualTo(1);
    }

    @Test
    void shouldRefuseASynFromTheServer() {
        assertThat(verdict.on(client(SYN))).isEqualTo(1);
        assertThat(verdict.on(server(SYN))).isZero();
        assertThat(verdict.on(server(SYN, ACK))).isEqualTo(1);
        assertThat(verdict.on(server(SYN))).isZero();
    }

    @Test
    void shouldRefuseDataBeforeTheHandshakeIsComplete() {
        assertThat(verdict.on(client(SYN))).isEqualTo(1);
        assertThat(verdict.on(client(ACK))).isZero();
        assertThat(verdict.on(server(ACK))).isZero();
        assertThat(verdict.on(server(SYN, ACK))).isEqualTo(1);
        assertThat(verdict.on(server(ACK))).isZero();
        assertThat(verdict.on(client(SYN, ACK))).isZero();
    }

    @Test
    void shouldRefuseSegmentsWithoutAck() {
        establish();
        assertThat(verdict.on(client(PSH).payload(5))).isZero();
        assertThat(verdict.on(client())).isZero();
        assertThat(verdict.on(server(FIN))).isZero();
    }

    @Test
    void shouldCloseInBothDirectionsAndThenForget() {
        establish();
        assertThat(verdict.on(client(FIN, ACK).sequence(100).acknowledgement(500))).isEqualTo(1);
        assertThat(verdict.on(server(ACK).sequence(500).acknowledgement(101).payload(50))).isEqualTo(1);
        assertThat(verdict.on(client(ACK).sequence(101).acknowledgement(550))).isEqualTo(1);
        assertThat(verdict.on(server(FIN, ACK).sequence(550).acknowledgement(101))).isEqualTo(1);
        assertThat(verdict.on(client(ACK).sequence(101).acknowledgement(550))).isEqualTo(1);
        assertThat(verdict.on(client(ACK).sequence(101).acknowledgement(551))).isEqualTo(1);
        assertThat(verdict.on(client(ACK).sequence(101).acknowledgement(551))).isZero();
    }

    @Test
    void shouldCloseWhenFinsCrossAndSequenceNumbersWrap() {
        establish();
        assertThat(verdict.on(client(FIN, ACK).sequence(-6).payload(5).acknowledgement(700))).isEqualTo(1);
        assertThat(verdict.on(server(FIN, ACK).sequence(700).acknowledgement(-6))).isEqualTo(1);
        assertThat(verdict.on(client(ACK).sequence(0).acknowledgement(701))).isEqualTo(1);
        assertThat(verdict.on(server(ACK).sequence(701).acknowledgement(-1))).isEqualTo(1);
        assertThat(verdict.on(server(ACK).sequence(701).acknowledgement(0))).isEqualTo(1);
        assertThat(verdict.on(server(ACK).sequence(701).acknowledgement(0))).isZero();
    }

    @Test
    void shouldReopenWhenTheClientStartsAgainAfterBothFins() {
        establish();
        assertThat(verdict.on(client(FIN, ACK).sequence(100).acknowledgement(500))).isEqualTo(1);
        assertThat(verdict.on(server(FIN, ACK).sequence(500).acknowledgement(100))).isEqualTo(1);
        assertThat(verdict.on(server(SYN))).isZero();
        assertThat(verdict.on(client(SYN))).isEqualTo(1);
        assertThat(verdict.on(client(ACK))).isZero();
        assertThat(verdict.on(server(SYN, ACK))).isEqualTo(1);
    }
}
