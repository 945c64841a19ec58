package okko.switchd.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.IntStream;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Packet;
import okko.switchd.packet.TestNetwork;
import okko.switchd.packet.TestNetwork.RecordingSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActionExecutorTest {

    private static final int BUFFERS = 40;

    private final DropCounters drops = new DropCounters();
    private final Batch batch = new Batch();
    private final Packet packet = new Packet();
    private TestNetwork network;
    private ActionExecutor executor;
    private RecordingSink two;
    private RecordingSink three;

    @BeforeEach
    void createPorts() throws IOException {
        network = new TestNetwork(BUFFERS);
        executor = new ActionExecutor(network.pool(), drops);
        two = network.newSink();
        three = network.newSink();
        executor.add(2, two);
        executor.add(300, three);
    }

    @AfterEach
    void shouldHaveAllBuffersBackInPool() {
        assertThat(network.pool().freeCount()).isEqualTo(BUFFERS);
        assertThat(network.pool().check().faults()).isEmpty();
        network.close();
    }

    @Test
    void shouldSendPacketItselfWhenOneOutputIsGiven() {
        execute(100, 2);
        assertThat(two.identifications()).containsExactly(100);
        assertThat(two.buffers()).containsExactly(batch.buffer[0]);
        assertThat(executor.copies()).isZero();
        assertThat(drops.total()).isZero();
    }

    @Test
    void shouldSendCopyAndPacketWhenTwoOutputsAreGiven() {
        execute(100, 2, 300);
        assertThat(two.identifications()).containsExactly(100);
        assertThat(three.identifications()).containsExactly(100);
        assertThat(two.buffers()).doesNotContainAnyElementsOf(three.buffers());
        assertThat(executor.copies()).isEqualTo(1);
    }

    @Test
    void shouldDropWhenListIsEmpty() {
        execute(100);
        assertThat(drops.packets(DropReason.FLOW_DROP)).isEqualTo(1);
        assertThat(drops.total()).isEqualTo(1);
    }

    @Test
    void shouldDropWhenOutputIsInputPort() {
        execute(100, 1);
        assertThat(drops.packets(DropReason.OUTPUT_TO_INPUT)).isEqualTo(1);
    }

    @Test
    void shouldDropWhenPortIsUnknownOrRemoved() {
        executor.remove(300);
        executor.remove(77_777);
        execute(100, 300);
        execute(101, 9);
        execute(102, 77_777);
        execute(103, -1);
        assertThat(drops.packets(DropReason.NO_SUCH_PORT)).isEqualTo(4);
    }

    @Test
    void shouldCountOneEndPerOutputWhenSomeOutputsFail() {
        execute(100, 1, 2, 9, 300, 1);
        assertThat(two.identifications()).containsExactly(100);
        assertThat(three.identifications()).containsExactly(100);
        assertThat(drops.packets(DropReason.OUTPUT_TO_INPUT)).isEqualTo(2);
        assertThat(drops.packets(DropReason.NO_SUCH_PORT)).isEqualTo(1);
        assertThat(executor.copies()).isEqualTo(4);
        assertThat(1 + executor.copies()).isEqualTo(2 + drops.total());
    }

    @Test
    void shouldDropCopyOnlyWhenNoBufferIsFree() {
        int[] taken = IntStream.range(0, BUFFERS - 1).map(_ -> network.pool().allocate()).toArray();
        execute(100, 2, 300);
        assertThat(two.identifications()).isEmpty();
        assertThat(three.identifications()).containsExactly(100);
        assertThat(drops.packets(DropReason.NO_BUFFER)).isEqualTo(1);
        assertThat(1 + executor.copies()).isEqualTo(1 + drops.total());
        IntStream.of(taken).forEach(network.pool()::release);
    }

    @Test
    void shouldDropCopyOnlyWhenFrameIsTooLongForIt() {
        network.addUdp(batch, 1, 100, 0, 0);
        batch.lengthBytes[0] = network.pool().maxFrameBytes() + 1;
        run(0, 2, 300);
        batch.lengthBytes[0] = TestNetwork.FRAME_BYTES;
        assertThat(drops.packets(DropReason.TOO_LONG)).isEqualTo(1);
        executor.flush();
        assertThat(three.identifications()).containsExactly(100);
    }

    @Test
    void shouldSendSeveralTimesWhenOnePortGetsMoreThanOneBatch() {
        for (int i = 0; i < 20; i++) {
            network.addUdp(batch, 1, i, 0, 0);
        }
        for (int i = 0; i < 20; i++) {
            run(i, 2, 2);
        }
        executor.flush();
        assertThat(two.identifications()).hasSize(40)
                .containsAll(IntStream.range(0, 20).boxed().toList())
                .isSorted();
    }

    @Test
    void shouldSendByThePortThatAProcessorChose() {
        output(300);
        assertThat(three.identifications()).containsExactly(100);
        assertThat(executor.copies()).isZero();
        assertThat(drops.total()).isZero();
    }

    @Test
    void shouldDropUnderItsNameWhenTheChosenPortIsUnknownOrTheInputPort() {
        output(7);
        output(0xffff);
        output(1);
        assertThat(drops.packets(DropReason.NO_SUCH_PORT)).isEqualTo(2);
        assertThat(drops.packets(DropReason.OUTPUT_TO_INPUT)).isEqualTo(1);
        assertThat(drops.total()).isEqualTo(3);
    }

    private void output(int port) {
        batch.clear();
        network.addUdp(batch, 1, 100, 0, 0);
        take(0);
        executor.forward(port, packet);
        executor.flush();
    }

    private void execute(int identification, int... ports) {
        batch.clear();
        network.addUdp(batch, 1, identification, 0, 0);
        run(0, ports);
        executor.flush();
    }

    private void take(int index) {
        packet.take(batch, index);
    }

    private void run(int index, int... ports) {
        Step way = new End(DropReason.FLOW_DROP);
        for (int i = ports.length - 1; i >= 0; i--) {
            way = new Output(ports[i], way);
        }
        take(index);
        executor.run(way, packet);
    }
}
