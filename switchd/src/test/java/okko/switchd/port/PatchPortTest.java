package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatchPortTest {

    private final PatchPanel panel = new PatchPanel();
    private PortFixture fixture;
    private PatchPort left;
    private PatchPort right;

    @BeforeEach
    void connect() throws IOException {
        fixture = new PortFixture();
        left = open("left", 1, "right", fixture.pool);
        right = open("right", 2, "left", fixture.pool);
    }

    private PatchPort open(String name, int number, String peer, PacketPool pool) throws IOException {
        PortSpec.Patch spec = new PortSpec.Patch(peer);
        PatchPort port = new PatchPort(new PortConfig(name, number, spec), spec, pool, panel);
        port.fill();
        return port;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldBringInAtThePeerWhatIsSent() {
        fixture.add(PortFixture.frame(60, 1));
        fixture.add(PortFixture.frame(61, 2));
        left.send(fixture.batch);
        assertThat(right.heldReferences()).isEqualTo(2);
        assertThat(fixture.batch.size).isZero();

        assertThat(right.receive(fixture.batch)).isEqualTo(2);

        assertThat(fixture.received(1)).isEqualTo(PortFixture.frame(61, 2));
        assertThat(fixture.batch.inPort[0]).isEqualTo(2);
        assertThat(left.counters().txPackets()).isEqualTo(2);
        assertThat(right.counters().rxBytes()).isEqualTo(121);
        assertThat(right.heldReferences()).isZero();
        fixture.releaseAll();
    }

    @Test
    void shouldDropWhatGoesRoundAndRound() {
        fixture.add(PortFixture.frame(60, 1));
        left.send(fixture.batch);
        int rounds = 0;
        while (right.receive(fixture.batch) > 0) { // flows that send it back by the left end
            rounds++;
            left.send(fixture.batch);
        }

        assertThat(rounds).isEqualTo(PatchPort.MAX_HOPS);
        assertThat(left.counters().drops().packets(DropReason.TOO_MANY_HOPS)).isEqualTo(1);
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    @Test
    void shouldKeepPacketsApartThatHavePassedUnequallyMany() {
        fixture.add(PortFixture.frame(60, 1));
        left.send(fixture.batch);
        right.receive(fixture.batch);
        left.send(fixture.batch); // its second end
        fixture.add(PortFixture.frame(60, 2));
        left.send(fixture.batch); // its first

        assertThat(right.receive(fixture.batch)).isEqualTo(1);
        fixture.releaseAll();
        assertThat(right.receive(fixture.batch)).isEqualTo(1);
        fixture.releaseAll();
    }

    @Test
    void shouldDropWhatIsSentAndWhatWaitsWhenThePeerIsGone() {
        fixture.add(PortFixture.frame(60, 1));
        left.send(fixture.batch);

        right.close();
        right.drain();
        fixture.add(PortFixture.frame(60, 2));
        left.send(fixture.batch);

        assertThat(right.counters().drops().packets(DropReason.NO_SUCH_PORT)).isEqualTo(1);
        assertThat(left.counters().drops().packets(DropReason.NO_SUCH_PORT)).isEqualTo(1);
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }
}
