package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NullPortTest {

    @Test
    void shouldCountAndReleaseWhenSent() throws Exception {
        try (PortFixture fixture = new PortFixture()) {
            NullPort port = new NullPort(fixture.pool);
            fixture.add(PortFixture.frame(60, 1));
            fixture.add(PortFixture.frame(100, 2));

            port.send(fixture.batch);

            assertThat(port.counters().txPackets()).isEqualTo(2);
            assertThat(port.counters().txBytes()).isEqualTo(160);
            assertThat(fixture.batch.size).isZero();
            assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
            assertThat(port.receive(fixture.batch)).isZero();
        }
    }
}
