package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import okko.switchd.packet.Batch;
import okko.switchd.port.PortSpec.Replay.Packets;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayPortTest {

    private static final long PATIENCE_NS = 1_000;

    @TempDir
    Path directory;

    private PortFixture fixture;
    private long nowNs = 5;
    private final List<ReplayOutcome> outcomes = new ArrayList<>();

    @BeforeEach
    void makePool() throws IOException {
        fixture = new PortFixture();
    }

    @AfterEach
    void closePool() {
        fixture.close();
    }

    private ReplayPort open(int frames) throws IOException {
        return open(frames, Packets.FRAMES);
    }

    private ReplayPort open(int frames, Packets packets) throws IOException {
        byte[][] contents = new byte[frames][];
        for (int i = 0; i < frames; i++) {
            contents[i] = PortFixture.frame(60, i);
        }
        Path file = PortFixture.write(directory.resolve("trace.pcap"), contents);
        ReplayPort port = ReplayPort.open(file, packets, 3, List.of(fixture.pool), () -> nowNs);
        port.fill();
        return port;
    }

    /** Receives and releases until nothing comes any more. */
    private int drain(ReplayPort port, Predicate<Batch> goOn) {
        int received = 0;
        while (port.receive(fixture.batch) > 0 && goOn.test(fixture.batch)) {
            received += fixture.batch.size;
            fixture.releaseAll();
        }
        return received;
    }

    @Test
    void shouldHandOutEveryFrameInOrderWhenRunning() throws Exception {
        ReplayPort port = open(40);
        assertThat(port.receive(fixture.batch)).isZero();
        port.start(0, new ReplayRequest(new ReplayRequest.Passes(1, 0), PATIENCE_NS), outcomes::add);

        assertThat(port.receive(fixture.batch)).isEqualTo(32);
        assertThat(fixture.received(31)).isEqualTo(PortFixture.frame(60, 31));
        assertThat(fixture.batch.inPort[0]).isEqualTo(3);
        fixture.releaseAll();
        assertThat(port.receive(fixture.batch)).isEqualTo(8);
        fixture.releaseAll();
        assertThat(outcomes).isEmpty();
        assertThat(port.receive(fixture.batch)).isZero();

        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.getFirst().packets()).isEqualTo(40);
        assertThat(outcomes.getFirst().bytes()).isEqualTo(2400);
        assertThat(outcomes.getFirst().passes()).isEqualTo(1);
        assertThat(outcomes.getFirst().missing()).isZero();
        assertThat(port.isRunning()).isFalse();
        assertThat(port.counters().rxPackets()).isEqualTo(40);
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS - 40);
    }

    @Test
    void shouldFinishThePassWhenTimeIsUp() throws Exception {
        ReplayPort port = open(40);
        port.start(0, new ReplayRequest(new ReplayRequest.Passes(1, 100), PATIENCE_NS), outcomes::add);

        int received = drain(port, batch -> {
            nowNs += 30;
            return true;
        });

        // 5 batches of 32 at 0, 30, ..., 120 ns: the pass that ends last is the first to end after 100 ns.
        assertThat(received).isEqualTo(160);
        assertThat(outcomes.getFirst().passes()).isEqualTo(4);
        assertThat(outcomes.getFirst().elapsedNs()).isEqualTo(150);
    }

    @Test
    void shouldWaitWhenAPacketIsStillUnderWay() throws Exception {
        ReplayPort port = open(2);
        port.start(0, new ReplayRequest(new ReplayRequest.Passes(2, 0), PATIENCE_NS), outcomes::add);

        assertThat(port.receive(fixture.batch)).isEqualTo(2);
        int first = fixture.batch.buffer[0];
        int second = fixture.batch.buffer[1];
        fixture.batch.clear();
        assertThat(port.receive(fixture.batch)).isZero();
        fixture.pool.release(first);
        assertThat(port.receive(fixture.batch)).isEqualTo(1);
        fixture.batch.clear();
        fixture.pool.release(second);
        assertThat(port.receive(fixture.batch)).isEqualTo(1);
        fixture.batch.clear();
        assertThat(port.receive(fixture.batch)).isZero();
        assertThat(outcomes).isEmpty();
        fixture.pool.release(first);
        fixture.pool.release(second);
        assertThat(port.receive(fixture.batch)).isZero();
        assertThat(outcomes.getFirst().packets()).isEqualTo(4);
    }

    @Test
    void shouldGiveUpWhenAPacketDoesNotComeHome() throws Exception {
        ReplayPort port = open(2);
        port.start(0, new ReplayRequest(new ReplayRequest.Passes(1, 0), PATIENCE_NS), outcomes::add);
        port.receive(fixture.batch);
        fixture.pool.release(fixture.batch.buffer[1]);
        fixture.batch.clear();

        port.receive(fixture.batch);
        nowNs += PATIENCE_NS;
        port.receive(fixture.batch);
        assertThat(outcomes).isEmpty();
        nowNs++;
        port.receive(fixture.batch);

        assertThat(outcomes.getFirst().missing()).isEqualTo(1);
        assertThat(port.isRunning()).isFalse();
    }

    @Test
    void shouldHoldBackWhatTheWindowHasNoRoomForUntilPacketsHaveArrived() throws Exception {
        ReplayPort port = open(40);
        long[] arrived = {0};
        port.start(0, new ReplayRequest(new ReplayRequest.Passes(1, 0), PATIENCE_NS)
                .within(new ReplayWindow(10, () -> arrived[0])),
                outcomes::add);

        assertThat(drain(port, _ -> true)).isEqualTo(10);
        arrived[0] = 4;
        assertThat(drain(port, _ -> true)).isEqualTo(4);
        arrived[0] = 14;
        assertThat(drain(port, batch -> {
            arrived[0] += batch.size;
            return true;
        })).isEqualTo(26);

        assertThat(outcomes.getFirst().packets()).isEqualTo(40);
        assertThat(outcomes.getFirst().missing()).isZero();
    }

    @Test
    void shouldSayHowManyPacketsDidNotArriveWhenTheirBuffersAreBack() throws Exception {
        ReplayPort port = open(20);
        port.start(0, new ReplayRequest(new ReplayRequest.Passes(1, 0), PATIENCE_NS)
                .within(new ReplayWindow(100, () -> 17)), outcomes::add);
        assertThat(drain(port, _ -> true)).isEqualTo(20);
        assertThat(outcomes).isEmpty();

        nowNs += PATIENCE_NS + 1;
        port.receive(fixture.batch);

        assertThat(outcomes.getFirst().missing()).isEqualTo(3);
        assertThat(port.isRunning()).isFalse();
    }

    @Test
    void shouldAddUpEqualChecksumsWhenTheOrderDiffers() throws Exception {
        ReplayPort sink = ReplayPort.sink(4, fixture.pool);
        sink.fill();
        sink.sinkMode(ReplayPort.SinkMode.CHECKSUM);
        fixture.add(PortFixture.frame(60, 1));
        fixture.add(PortFixture.frame(61, 2));
        sink.send(fixture.batch);
        long oneOrder = sink.checksum();
        sink.sinkMode(ReplayPort.SinkMode.CHECKSUM);
        fixture.add(PortFixture.frame(61, 2));
        fixture.add(PortFixture.frame(60, 1));
        sink.send(fixture.batch);

        assertThat(oneOrder).isNotZero();
        assertThat(sink.checksum()).isEqualTo(oneOrder);
        assertThat(sink.counters().txPackets()).isEqualTo(4);
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    @Test
    void shouldRefuseWhenTheFramesDoNotFitIntoThePool() throws Exception {
        assertThatThrownBy(() -> open(PortFixture.BUFFERS + 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(directory.resolve("trace.pcap") + ": 129 frames need a buffer each, the pool has 128 free;"
                        + " raise pool.buffers");
        Path file = PortFixture.write(directory.resolve("long.pcap"), PortFixture.frame(60, 1), PortFixture.frame(257, 1));
        assertThatThrownBy(() -> ReplayPort.open(file, Packets.FRAMES, 1, List.of(fixture.pool)))
                .hasMessage(file + ": frame 2 has 257 bytes, a buffer holds 256; raise pool.dataBytes");
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    @Test
    void shouldSendCopiesOfMoreFramesThanThereAreBuffers() throws Exception {
        ReplayPort port = open(2 * PortFixture.BUFFERS, Packets.COPIES);
        assertThat(port.heldReferences()).isEqualTo(64);
        assertThat(port.frameCount()).isEqualTo(256);
        port.start(0, new ReplayRequest(new ReplayRequest.Passes(2, 0), PATIENCE_NS), outcomes::add);

        List<Byte> firstBytes = new ArrayList<>();
        int received = drain(port, batch -> {
            for (int i = 0; i < batch.size; i++) {
                firstBytes.add(fixture.received(i)[0]);
                UnsafeApi.putByte(batch.address[i], (byte) 77); // stays in the copy
            }
            return true;
        });

        assertThat(received).isEqualTo(512);
        assertThat(firstBytes.subList(256, 512)).isEqualTo(firstBytes.subList(0, 256));
        assertThat(firstBytes.get(200)).isEqualTo((byte) 200);
        assertThat(outcomes.getFirst().packets()).isEqualTo(512);
        assertThat(outcomes.getFirst().bytes()).isEqualTo(512 * 60);
        port.close();
        port.drain();
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    @Test
    void shouldKeepEveryByteOfACopyWhenLengthsAreNoWholeWords() throws Exception {
        byte[][] frames = {PortFixture.frame(61, 1), PortFixture.frame(256, 2), PortFixture.frame(14, 3)};
        Path file = PortFixture.write(directory.resolve("odd.pcap"), frames);
        ReplayPort port = ReplayPort.open(file, Packets.COPIES, 3, List.of(fixture.pool));
        port.fill();
        port.start(0, new ReplayRequest(new ReplayRequest.Passes(1, 0), PATIENCE_NS), outcomes::add);

        assertThat(port.receive(fixture.batch)).isEqualTo(3);
        for (int i = 0; i < frames.length; i++) {
            assertThat(fixture.received(i)).isEqualTo(frames[i]);
        }
        fixture.releaseAll();
        port.close();
    }

    @Test
    void shouldWaitForABufferWhenAllCopiesAreUnderWay() throws Exception {
        ReplayPort port = open(100, Packets.COPIES);
        port.start(0, new ReplayRequest(new ReplayRequest.Passes(1, 0), PATIENCE_NS), outcomes::add);
        int[] held = new int[64];
        for (int i = 0; i < held.length; i += 32) {
            assertThat(port.receive(fixture.batch)).isEqualTo(32);
            System.arraycopy(fixture.batch.buffer, 0, held, i, 32);
            fixture.batch.clear();
        }
        assertThat(port.receive(fixture.batch)).isZero();
        for (int buffer : held) {
            fixture.pool.release(buffer);
        }
        assertThat(drain(port, _ -> true)).isEqualTo(36);
        assertThat(outcomes.getFirst().missing()).isZero();
        port.close();
    }

    @Test
    void shouldGiveItsBuffersBackWhenClosed() throws Exception {
        ReplayPort port = open(10);
        assertThat(port.heldReferences()).isEqualTo(10);
        port.close();
        port.drain();
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    @Test
    void shouldSendGivenFramesOnceAndForgetThem() {
        ReplayPort port = ReplayPort.sink(4, fixture.pool);
        port.fill();
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            frames.add(PortFixture.frame(60 + i, i));
        }
        port.startGiven(new GivenFrames(frames, null), PATIENCE_NS, outcomes::add);
        assertThat(port.heldReferences()).isEqualTo(40);

        assertThat(port.receive(fixture.batch)).isEqualTo(32);
        assertThat(fixture.received(31)).isEqualTo(frames.get(31));
        assertThat(fixture.batch.inPort[31]).isEqualTo(4);
        fixture.releaseAll();
        assertThat(port.receive(fixture.batch)).isEqualTo(8);
        fixture.releaseAll();
        assertThat(port.receive(fixture.batch)).isZero();

        assertThat(outcomes.getFirst().packets()).isEqualTo(40);
        assertThat(port.isRunning()).isFalse();
        assertThat(port.heldReferences()).isZero();
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    @Test
    void shouldSendTheFileAgainWhenGivenFramesHaveBeenSent() throws Exception {
        ReplayPort port = open(3);
        port.startGiven(new GivenFrames(List.of(PortFixture.frame(100, 9)), null), PATIENCE_NS, outcomes::add);
        assertThat(drain(port, _ -> true)).isEqualTo(1);

        port.start(0, new ReplayRequest(new ReplayRequest.Passes(1, 0), PATIENCE_NS), outcomes::add);

        assertThat(drain(port, _ -> true)).isEqualTo(3);
        assertThat(outcomes).extracting(ReplayOutcome::packets).containsExactly(1L, 3L);
    }

    @Test
    void shouldWaitForEachFramesTimeWhenTimesAreGiven() throws Exception {
        ReplayPort port = open(1);
        List<byte[]> frames = List.of(PortFixture.frame(60, 0), PortFixture.frame(60, 1), PortFixture.frame(60, 2));
        port.startGiven(new GivenFrames(frames, new long[] {0, 5_000_000, 5_000_000}), PATIENCE_NS, outcomes::add);

        assertThat(port.receive(fixture.batch)).isEqualTo(1);
        fixture.releaseAll();
        nowNs += 4_999_999;
        assertThat(port.receive(fixture.batch)).as("not due, and no reason to lose patience").isZero();
        assertThat(outcomes).isEmpty();
        nowNs += 1;
        assertThat(port.receive(fixture.batch)).isEqualTo(2);
        fixture.releaseAll();
        assertThat(port.receive(fixture.batch)).isZero();
        assertThat(outcomes.getFirst().missing()).isZero();
    }

    @Test
    void shouldHoldNothingWhenGivenFramesDoNotFit() {
        ReplayPort port = ReplayPort.sink(4, fixture.pool);
        port.fill();
        List<byte[]> tooMany = java.util.Collections.nCopies(PortFixture.BUFFERS + 1, PortFixture.frame(60, 0));
        byte[] tooLong = new byte[fixture.pool.maxFrameBytes() + 1];

        assertThatThrownBy(() -> port.startGiven(new GivenFrames(tooMany, null), PATIENCE_NS, outcomes::add))
                .hasMessageContaining("frames need a buffer each");
        assertThatThrownBy(
                () -> port.startGiven(new GivenFrames(List.of(tooLong), null), PATIENCE_NS, outcomes::add))
                .hasMessageContaining("raise pool.dataBytes");
        assertThat(port.isRunning()).isFalse();
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }
}
