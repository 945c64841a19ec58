package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.ProcessorState;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Degrees of trust, policies for slow processors, packets that a processor originates or sends out. */
class RingPortModesTest {

    private static final RingPolicy DROP = new RingPolicy(12, 0, new RingPolicy.Drop());
    private static final RingPolicy BYPASS = new RingPolicy(12, 0, new RingPolicy.Bypass(77));
    private static final RingPolicy ORIGINATE = new RingPolicy(12, 4, new RingPolicy.Drop());

    private RingFixture fixture;

    private Batch attach(RingPolicy policy, boolean isolated) throws IOException {
        fixture = new RingFixture(policy);
        fixture.attach(isolated ? new RingLink.Isolated(fixture.copies) : new RingLink.Shared());
        return fixture.packets.batch;
    }

    private Batch monitor() throws IOException {
        fixture = new RingFixture(DROP);
        fixture.attach(new RingLink.Monitor());
        return fixture.packets.batch;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldCopyThereAndBackWhenIsolated() throws IOException {
        Batch batch = attach(DROP, true);
        fixture.send(3, 1);
        assertThat(fixture.port.heldReferences()).as("the original stays here").isEqualTo(1);
        assertThat(fixture.packets.pool.freeCount()).isEqualTo(PortFixture.BUFFERS - 1);
        assertThat(fixture.copies.freeCount()).isEqualTo(11);
        assertThat(fixture.work.ready(8)).isEqualTo(1);
        long copy = fixture.copies.frameAddress(fixture.work.word0(0));
        assertThat(UnsafeApi.getByte(copy)).isEqualTo((byte) 3);
        UnsafeApi.putByte(copy, (byte) 4);

        fixture.returnFirst(9, 0);
        assertThat(fixture.port.receive(batch)).isEqualTo(1);
        UnsafeApi.putByte(copy, (byte) 5); // too late: the switch has its own
        assertThat(UnsafeApi.getByte(batch.address[0])).isEqualTo((byte) 4);
        assertThat(UnsafeApi.getByte(batch.address[0] + 59)).isEqualTo((byte) 3);
        assertThat(batch.lengthBytes[0]).isEqualTo(60);
        assertThat(batch.metadata[0]).isEqualTo(9);
        assertThat(fixture.port.status().copies()).isEqualTo(2);
        fixture.assertNothingLeaks();
        assertThat(fixture.copies.freeCount()).isEqualTo(12);
    }

    @Test
    void shouldTakeAnIsolatedProcessorsPacketBackWhenNoBufferIsFree() throws IOException {
        Batch batch = attach(DROP, true);
        fixture.send(1, 1);
        fixture.work.ready(8);
        fixture.returnFirst(1, 0);
        int[] taken = takeAllBuffers();

        assertThat(fixture.port.receive(batch)).isEqualTo(1);
        assertThat(fixture.packets.received(0)).isEqualTo(PortFixture.frame(60, 1));
        assertThat(fixture.port.heldReferences()).isZero();
        assertThat(taken).hasSize(PortFixture.BUFFERS - 1);
        release(taken);
        fixture.assertNothingLeaks();
    }

    @Test
    void shouldDropUnderItsNameWhenNoBufferIsFreeForWhatAnIsolatedProcessorOriginates() throws IOException {
        Batch batch = attach(ORIGINATE, true);
        fixture.port.receive(batch);
        assertThat(fixture.empty.ready(8)).isEqualTo(4);
        fixture.publish(fixture.empty.word0(0), PacketDescriptor.word1(
                PacketDescriptor.generation(fixture.empty.word1(0)), 0, 0, 0));
        fixture.empty.release(1);
        int[] taken = takeAllBuffers();

        assertThat(fixture.port.receive(batch)).isZero();
        assertThat(fixture.drops(DropReason.NO_BUFFER)).isEqualTo(1);
        assertThat(fixture.port.originated()).isEqualTo(1);
        release(taken);
        fixture.assertNothingLeaks();
    }

    private int[] takeAllBuffers() {
        int[] taken = new int[fixture.packets.pool.freeCount()];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = fixture.packets.pool.allocate();
        }
        return taken;
    }

    private void release(int[] buffers) {
        for (int buffer : buffers) {
            fixture.packets.pool.release(buffer);
        }
    }

    @Test
    void shouldLoseNoBufferWhenMemoryFailsWhileAPacketIsCopiedToAnIsolatedProcessor() throws IOException {
        Batch batch = attach(DROP, true);
        FailedMemory.fail(fixture.copies.dataAddress(0));
        fixture.send(0, 3);
        assertThat(fixture.port.state()).isEqualTo(ProcessorState.CUT_OFF);
        assertThat(fixture.drops(DropReason.PROCESSOR_ABSENT)).isEqualTo(2);
        assertThat(fixture.port.packetsUnderWay()).isEqualTo(1);
        assertThat(fixture.port.counters().txPackets()).isEqualTo(1);

        fixture.port.died(() -> { });
        fixture.port.receive(batch);
        assertThat(fixture.drops(DropReason.PROCESSOR_DIED)).isEqualTo(1);
        fixture.assertNothingLeaks();
        assertThat(fixture.packets.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    @Test
    void shouldLoseNoBufferWhenMemoryFailsWhileAPacketIsCopiedFromAnIsolatedProcessor() throws IOException {
        Batch batch = attach(DROP, true);
        fixture.send(0, 3);
        fixture.work.ready(8);
        fixture.returnFirst(1, 0);
        fixture.returnFirst(1, 0);
        FailedMemory.fail(fixture.copies.dataAddress(0));

        assertThat(fixture.port.receive(batch)).isZero();
        assertThat(fixture.port.state()).isEqualTo(ProcessorState.CUT_OFF);
        assertThat(fixture.port.status().badDescriptors()).isEqualTo(Map.of("failed_memory", 1L));
        assertThat(fixture.drops(DropReason.PROCESSOR_LOST)).isEqualTo(1);
        assertThat(fixture.port.counters().rxPackets()).isEqualTo(1);
        assertThat(fixture.port.packetsUnderWay()).isEqualTo(2);

        fixture.port.died(() -> { });
        fixture.port.receive(batch);
        assertThat(fixture.drops(DropReason.PROCESSOR_DIED)).isEqualTo(2);
        fixture.assertNothingLeaks();
        assertThat(fixture.packets.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    @Test
    void shouldReclaimCopiesWhenAnIsolatedProcessorDies() throws IOException {
        Batch batch = attach(DROP, true);
        fixture.send(0, 5);
        AtomicInteger reclaimed = new AtomicInteger();
        fixture.port.died(reclaimed::incrementAndGet);
        fixture.port.receive(batch);

        assertThat(reclaimed).hasValue(1);
        assertThat(fixture.drops(DropReason.PROCESSOR_DIED)).isEqualTo(5);
        assertThat(fixture.copies.freeCount()).isEqualTo(12);
        assertThat(fixture.port.status().copies()).isEqualTo(5);
        fixture.assertNothingLeaks();
    }

    @Test
    void shouldRefuseAPoolForCopiesThatTheQuotaDoesNotFitInto() throws IOException {
        fixture = new RingFixture(DROP);
        try (PacketPool small = PacketPool.create(new PoolConfig(11, 256))) {
            assertThatThrownBy(() -> fixture.attach(new RingLink.Isolated(small)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("quota=12, bufferCount=11");
        }
    }

    @Test
    void shouldLetAMonitorTrimButNotMoveOrGrowAFrame() throws IOException {
        Batch batch = monitor();
        fixture.send(1, 1);
        fixture.work.ready(8);
        long word0 = fixture.work.word0(0);
        int buffer = PacketDescriptor.buffer(word0);
        int offset = PacketDescriptor.offsetBytes(word0);
        long word1 = PacketDescriptor.word1(PacketDescriptor.generation(fixture.work.word1(0)), 0, 0, 0);

        fixture.publish(PacketDescriptor.word0(buffer, offset - 1, 60), word1);
        fixture.publish(PacketDescriptor.word0(buffer, offset, 61), word1);
        fixture.publish(PacketDescriptor.word0(buffer, offset + 1, 60), word1);
        assertThat(fixture.port.receive(batch)).isZero();
        assertThat(fixture.port.status().badDescriptors()).isEqualTo(Map.of("frame_outside", 3L));

        fixture.publish(PacketDescriptor.word0(buffer, offset + 14, 40), word1);
        assertThat(fixture.port.receive(batch)).isEqualTo(1);
        assertThat(batch.lengthBytes[0]).isEqualTo(40);
        assertThat(fixture.port.status().copies()).isZero();
        fixture.assertNothingLeaks();
    }

    @Test
    void shouldLeadPacketsAroundInOrderWhenTheQuotaIsUsedUp() throws IOException {
        Batch batch = attach(BYPASS, false);
        fixture.send(0, 15);
        assertThat(fixture.port.status().onBypass()).isEqualTo(3);
        assertThat(fixture.port.heldReferences()).isEqualTo(3);
        assertThat(fixture.port.packetsUnderWay()).isEqualTo(15);

        assertThat(fixture.port.receive(batch)).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.packets.received(i)).isEqualTo(PortFixture.frame(60, 12 + i));
            assertThat(batch.inPort[i]).isEqualTo(RingFixture.NUMBER);
            assertThat(batch.metadata[i]).isEqualTo(77);
        }
        assertThat(fixture.port.status().bypassed()).isEqualTo(Map.of("processor_busy", 3L));
        assertThat(fixture.port.counters().drops().total()).isZero();
        assertThat(fixture.port.counters().rxPackets()).isZero();
        fixture.assertNothingLeaks();
    }

    @Test
    void shouldLeadPacketsAroundWhenTheProcessorIsSilentCutOffOrAbsent() throws IOException {
        Batch batch = attach(BYPASS, false);
        fixture.port.suspend();
        fixture.send(0, 1);
        fixture.port.cutOff();
        fixture.send(1, 2);
        fixture.port.died(() -> { });
        fixture.send(3, 4);

        assertThat(fixture.port.state()).isEqualTo(ProcessorState.ABSENT);
        assertThat(fixture.port.receive(batch)).isEqualTo(7);
        assertThat(fixture.port.status().bypassed())
                .isEqualTo(Map.of("processor_silent", 1L, "processor_absent", 6L));
        fixture.assertNothingLeaks();
    }

    @Test
    void shouldTakeTurnsWhenABypassAndTheProcessorAreBothBusy() throws IOException {
        Batch batch = attach(BYPASS, false);
        fixture.send(0, 12);
        fixture.send(12, 32);
        fixture.send(44, 32);
        fixture.work.ready(12);
        for (int i = 0; i < 12; i++) {
            fixture.returnFirst(5, 0);
        }
        int returned = 0;
        int bypassed = 0;
        for (int turn = 0; turn < 2; turn++) {
            fixture.port.receive(batch);
            for (int i = 0; i < batch.size; i++) {
                returned += batch.metadata[i] == 5 ? 1 : 0;
                bypassed += batch.metadata[i] == 77 ? 1 : 0;
            }
            fixture.packets.releaseAll();
        }
        assertThat(returned).as("returned packets in two turns").isEqualTo(12);
        assertThat(bypassed).isEqualTo(52);
    }

    @Test
    void shouldNameThePortToLeaveByWhenTheProcessorDoes() throws IOException {
        Batch batch = attach(DROP, false);
        fixture.send(0, 2);
        fixture.work.ready(8);
        int generation = PacketDescriptor.generation(fixture.work.word1(0));
        fixture.publish(fixture.work.word0(0), PacketDescriptor.word1(generation, 3, 4, PacketDescriptor.FLAG_OUTPUT));
        fixture.work.release(1);
        fixture.returnFirst(3, 0);

        assertThat(fixture.port.receive(batch)).isEqualTo(2);
        assertThat(batch.outPort[0]).isEqualTo(4);
        assertThat(batch.outPort[1]).isEqualTo(Batch.BY_RULES);
    }

    @Test
    void shouldTellTheProcessorTheFormerResult() throws IOException {
        Batch batch = attach(DROP, false);
        fixture.packets.add(PortFixture.frame(60, 0));
        batch.metadata[0] = 0x1_0000_01c8L;
        fixture.port.send(batch);
        fixture.work.ready(8);
        assertThat(PacketDescriptor.result(fixture.work.word1(0))).isEqualTo(0xc8);
    }

    @Test
    void shouldTakePacketsThatAProcessorOriginatesInSharedBuffers() throws IOException {
        originate(attach(ORIGINATE, false), fixture.packets.pool);
    }

    @Test
    void shouldTakePacketsThatAProcessorOriginatesInCopies() throws IOException {
        originate(attach(ORIGINATE, true), fixture.copies);
    }

    private void originate(Batch batch, PacketPool pool) {
        fixture.port.receive(batch);
        assertThat(fixture.empty.ready(8)).isEqualTo(4);
        assertThat(fixture.port.lent()).isEqualTo(4);
        assertThat(fixture.port.packetsUnderWay()).as("empty buffers are no packets").isZero();
        long word0 = fixture.empty.word0(0);
        int buffer = PacketDescriptor.buffer(word0);
        UnsafeApi.setMemory(pool.frameAddress(word0), 64, (byte) 0x42);
        fixture.publish(PacketDescriptor.word0(buffer, PacketDescriptor.offsetBytes(word0), 64),
                PacketDescriptor.word1(PacketDescriptor.generation(fixture.empty.word1(0)), 6, 0, 0));
        fixture.publish(fixture.empty.word0(1), PacketDescriptor.word1(
                PacketDescriptor.generation(fixture.empty.word1(1)), 0, 0, PacketDescriptor.FLAG_DROP));
        fixture.empty.release(2);

        assertThat(fixture.port.receive(batch)).isEqualTo(1);
        assertThat(fixture.packets.received(0)).isEqualTo(PortFixture.frame(64, 0x42));
        assertThat(batch.inPort[0]).isEqualTo(RingFixture.NUMBER);
        assertThat(batch.metadata[0]).isEqualTo(6);
        assertThat(fixture.port.originated()).isEqualTo(1);
        assertThat(fixture.port.counters().rxPackets()).isEqualTo(1);
        assertThat(fixture.port.counters().drops().total()).as("an empty buffer that comes back is no drop").isZero();
        assertThat(fixture.empty.depth()).as("the two are made up for").isEqualTo(4);
        fixture.assertNothingLeaks();
    }

    @Test
    void shouldKeepEmptyBuffersOutOfTheQuotaOfPacketsAndOfTheLosses() throws IOException {
        Batch batch = attach(ORIGINATE, false);
        fixture.port.receive(batch);
        fixture.send(0, 10);
        assertThat(fixture.drops(DropReason.PROCESSOR_BUSY)).isEqualTo(2);
        assertThat(fixture.port.status().highWater()).isEqualTo(12);

        fixture.port.died(() -> { });
        fixture.port.receive(batch);
        assertThat(fixture.drops(DropReason.PROCESSOR_DIED)).isEqualTo(8);
        assertThat(fixture.port.lent()).isZero();
        fixture.assertNothingLeaks();
    }

    @Test
    void shouldLendNoMoreEmptyBuffersWhenThereIsNoneOrTheProcessorIsSilent() throws IOException {
        Batch batch = attach(ORIGINATE, false);
        fixture.port.suspend();
        fixture.port.receive(batch);
        assertThat(fixture.port.lent()).isZero();
        int taken = 0;
        while (fixture.packets.pool.freeCount() > 1) {
            fixture.packets.pool.allocate();
            taken++;
        }
        fixture.port.resume();
        fixture.port.receive(batch);
        assertThat(fixture.port.lent()).isEqualTo(1);
        assertThat(taken).isEqualTo(PortFixture.BUFFERS - 1);
    }

    @Test
    void shouldCountBadDescriptorsByKind() throws IOException {
        Batch batch = attach(DROP, false);
        fixture.send(0, 1);
        fixture.work.ready(8);
        long word0 = fixture.work.word0(0);
        int buffer = PacketDescriptor.buffer(word0);
        int generation = PacketDescriptor.generation(fixture.work.word1(0));
        long word1 = PacketDescriptor.word1(generation, 0, 0, 0);
        fixture.publish(PacketDescriptor.word0(PortFixture.BUFFERS, 0, 60), word1);
        fixture.publish(PacketDescriptor.word0(buffer + 1, 128, 60), word1);
        fixture.publish(word0, PacketDescriptor.word1(generation + 1, 0, 0, 0));
        fixture.publish(PacketDescriptor.word0(buffer, 384, 1), word1);
        fixture.publish(word0, PacketDescriptor.word1(generation, 0, 0, 3));
        fixture.port.receive(batch);

        assertThat(fixture.port.status().badDescriptors()).isEqualTo(Map.of("no_such_buffer", 1L, "not_lent", 1L,
                "old_generation", 1L, "frame_outside", 1L, "unknown_flags", 1L));
    }
}
