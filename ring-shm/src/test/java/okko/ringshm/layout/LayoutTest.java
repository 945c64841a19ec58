package okko.ringshm.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.UUID;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import okko.ringshm.region.HugePages;
import okko.ringshm.region.RegionIdentity;
import okko.ringshm.region.RegionKind;
import okko.ringshm.region.SharedRegion;
import okko.ringshm.ring.Heartbeat;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reads every field where the tables say that it is: the literals here are the contract with other processes. */
class LayoutTest {

    @Test
    void shouldWriteTheRegionHeaderAsItsTableSays() throws IOException {
        UUID instance = new UUID(0x1111111122222222L, 0x3333333344444444L);
        try (var region = SharedRegion.create(
                new RegionIdentity(RegionKind.RINGS, instance, 77), 4096, HugePages.NEVER)) {
            UnsafeBuffer bytes = region.buffer();
            assertThat(bytes.getLong(0)).as("magic before publish").isZero();
            region.publish();
            assertThat(bytes.getStringWithoutLengthAscii(0, 8)).isEqualTo("OKKOSHM1");
            assertThat(bytes.getShort(8)).as("major").isEqualTo((short) 2);
            assertThat(bytes.getShort(10)).as("minor").isEqualTo((short) 0);
            assertThat(bytes.getByte(12)).as("endian marker, lowest byte").isEqualTo((byte) 4);
            assertThat(bytes.getInt(12)).as("endian marker").isEqualTo(0x01020304);
            assertThat(bytes.getLong(16)).as("region size").isEqualTo(4096);
            assertThat(bytes.getInt(24)).as("kind").isEqualTo(2);
            assertThat(bytes.getInt(28)).as("reserved").isZero();
            assertThat(bytes.getLong(32)).as("instance, high").isEqualTo(0x1111111122222222L);
            assertThat(bytes.getLong(40)).as("instance, low").isEqualTo(0x3333333344444444L);
            assertThat(bytes.getLong(48)).as("epoch").isEqualTo(77);
            assertThat(bytes.getLong(56)).as("reserved").isZero();
        }
    }

    @Test
    void shouldWriteThePoolHeaderAsItsTableSays() throws IOException {
        try (PacketPool pool = PacketPool.create(new PoolConfig(10, 2048))) {
            UnsafeBuffer bytes = pool.region().buffer();
            assertThat(bytes.getInt(24)).as("kind").isEqualTo(1);
            assertThat(bytes.getInt(64)).as("buffer count").isEqualTo(10);
            assertThat(bytes.getInt(68)).as("stride").isEqualTo(2240);
            assertThat(bytes.getInt(72)).as("headroom").isEqualTo(128);
            assertThat(bytes.getInt(76)).as("data room").isEqualTo(2048);
            assertThat(bytes.capacity()).isEqualTo(4096 + 10 * 2240);
            assertThat(pool.dataAddress(0) - pool.region().address()).isEqualTo(4096 + 64);
            assertThat(pool.dataAddress(9) - pool.region().address()).isEqualTo(4096 + 9 * 2240 + 64);
        }
    }

    @Test
    void shouldMakeTheStrideAnOddNumberOfCacheLines() throws IOException {
        try (PacketPool pool = PacketPool.create(new PoolConfig(1, 64 * 16))) {
            assertThat(pool.region().buffer().getInt(68)).isEqualTo(64 * 19);
        }
        try (PacketPool pool = PacketPool.create(new PoolConfig(1, 64 * 16 + 1))) {
            assertThat(pool.region().buffer().getInt(68)).isEqualTo(64 * 21);
        }
    }

    @Test
    void shouldWriteARingAsItsTableSays() {
        UnsafeBuffer bytes = new UnsafeBuffer(BufferUtil.allocateDirectAligned(64 + 384 + 8 * 16, 128));
        RingProducer producer = new RingProducer(bytes, 64, 8);
        RingConsumer consumer = new RingConsumer(bytes, 64, 8);
        for (int i = 0; i < 3; i++) {
            producer.put(100 + i, 200 + i);
        }
        producer.publish();
        assertThat(consumer.ready(2)).isEqualTo(2);
        consumer.release(2);
        assertThat(bytes.getLong(64)).as("tail").isEqualTo(3);
        assertThat(bytes.getLong(64 + 128)).as("head").isEqualTo(2);
        assertThat(bytes.getLong(64 + 384 + 2 * 16)).as("slot 2, word 0").isEqualTo(102);
        assertThat(bytes.getLong(64 + 384 + 2 * 16 + 8)).as("slot 2, word 1").isEqualTo(202);
        assertThat(RingDescriptor.sizeBytes(8)).isEqualTo(384 + 8 * 16);
    }

    @Test
    void shouldCountSleepsWhereTheTableSays() {
        UnsafeBuffer bytes = new UnsafeBuffer(BufferUtil.allocateDirectAligned(64 + 384 + 8 * 16, 128));
        RingConsumer consumer = new RingConsumer(bytes, 64, 8);
        assertThat(bytes.getLong(64 + 256)).as("sleeps at first").isZero();
        assertThat(consumer.prepareToSleep()).isTrue();
        assertThat(bytes.getLong(64 + 256)).as("sleeps, asleep").isEqualTo(1);
        consumer.awake();
        assertThat(bytes.getLong(64 + 256)).as("sleeps, awake").isEqualTo(2);
        consumer.neverSleeps();
        assertThat(bytes.getLong(64 + 256)).as("sleeps, never again").isEqualTo(-2);
    }

    @Test
    void shouldFindThreeRingsInTheRegionOfAnAttachment() {
        UnsafeBuffer bytes =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(AttachmentDescriptor.regionBytes(8), 128));
        int ringBytes = 384 + 8 * 16;
        int[] offsets = {256, AttachmentDescriptor.fromProcessorOffset(8), AttachmentDescriptor.emptyBuffersOffset(8)};
        for (int ring = 0; ring < 3; ring++) {
            RingProducer producer = new RingProducer(bytes, offsets[ring], 8);
            producer.put(70 + ring, 80 + ring);
            producer.publish();
            assertThat(bytes.getLong(256 + ring * ringBytes)).as("tail of ring %d", ring).isEqualTo(1);
            assertThat(bytes.getLong(256 + ring * ringBytes + 384)).as("word 0").isEqualTo(70 + ring);
            assertThat(bytes.getLong(256 + ring * ringBytes + 392)).as("word 1").isEqualTo(80 + ring);
        }
    }

    @Test
    void shouldPlaceTheRingsAsTheTableSays() {
        assertThat(AttachmentDescriptor.CAPACITY_OFFSET).isEqualTo(64);
        assertThat(AttachmentDescriptor.PROCESSOR_BEAT_OFFSET).isEqualTo(128);
        assertThat(AttachmentDescriptor.TO_PROCESSOR_OFFSET).isEqualTo(256);
        assertThat(AttachmentDescriptor.fromProcessorOffset(64)).isEqualTo(256 + 384 + 64 * 16);
        assertThat(AttachmentDescriptor.emptyBuffersOffset(64)).isEqualTo(256 + 2 * (384 + 64 * 16));
        assertThat(AttachmentDescriptor.regionBytes(64)).isEqualTo(256 + 3 * (384 + 64 * 16));
        assertThat(AttachmentDescriptor.regionBytes(RingDescriptor.MAX_CAPACITY)).isPositive();
    }

    @Test
    void shouldWriteTheBeatWhereItIsRead() {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[256]);
        new Heartbeat(bytes, 128).beat(5);
        assertThat(bytes.getLong(128)).isEqualTo(5);
    }

    @Test
    void shouldPackAPacketDescriptorAsItsTableSays() {
        long word0 = PacketDescriptor.word0(0x01020304, 0x8506, 0x9708);
        assertThat(word0).isEqualTo(0x8506_9708_01020304L);
        assertThat(PacketDescriptor.buffer(word0)).isEqualTo(0x01020304);
        assertThat(PacketDescriptor.lengthBytes(word0)).isEqualTo(0x9708);
        assertThat(PacketDescriptor.offsetBytes(word0)).isEqualTo(0x8506);
        long word1 = PacketDescriptor.word1(0x91020304, 0xa5, 0xfedc, PacketDescriptor.FLAG_DROP);
        assertThat(word1).isEqualTo(0x01_fedc_a5_91020304L);
        assertThat(PacketDescriptor.generation(word1)).isEqualTo(0x91020304);
        assertThat(PacketDescriptor.result(word1)).isEqualTo(0xa5);
        assertThat(PacketDescriptor.port(word1)).isEqualTo(0xfedc);
        assertThat(PacketDescriptor.flags(word1)).isEqualTo(1);
    }

    @Test
    void shouldWriteAMessageAsItsTableSays() {
        UnsafeBuffer bytes = new UnsafeBuffer(BufferUtil.allocateDirectAligned(64, 8));
        long message = bytes.addressOffset();
        MessageDescriptor.putHeader(message, 3, 0x1122334455667788L, 0x99aabbccL);
        assertThat(bytes.getStringWithoutLengthAscii(0, 4)).isEqualTo("OKK1");
        assertThat(bytes.getShort(4)).as("count").isEqualTo((short) 3);
        assertThat(bytes.getShort(6)).as("reserved").isZero();
        assertThat(bytes.getLong(8)).as("session").isEqualTo(0x1122334455667788L);
        assertThat(bytes.getLong(16)).as("processor").isEqualTo(0x99aabbccL);
        MessageDescriptor.putRecord(message + 24, 0x0102030405060708L, MessageDescriptor.fields(0x9876, 0xfedc, 0xa5, 0x83));
        assertThat(bytes.getLong(24)).as("sequence").isEqualTo(0x0102030405060708L);
        assertThat(bytes.getShort(32) & 0xffff).as("length").isEqualTo(0x9876);
        assertThat(bytes.getShort(34) & 0xffff).as("port").isEqualTo(0xfedc);
        assertThat(bytes.getByte(36) & 0xff).as("result").isEqualTo(0xa5);
        assertThat(bytes.getByte(37) & 0xff).as("flags").isEqualTo(0x83);
        assertThat(bytes.getShort(38)).as("reserved").isZero();
        long fields = MessageDescriptor.fieldsAt(message + 24);
        assertThat(MessageDescriptor.lengthBytes(fields)).isEqualTo(0x9876);
        assertThat(MessageDescriptor.port(fields)).isEqualTo(0xfedc);
        assertThat(MessageDescriptor.result(fields)).isEqualTo(0xa5);
        assertThat(MessageDescriptor.flags(fields)).isEqualTo(0x83);
        assertThat(MessageDescriptor.recordBytes(0)).isEqualTo(16);
        assertThat(MessageDescriptor.recordBytes(1)).isEqualTo(24);
        assertThat(MessageDescriptor.nextRecord(24, MessageDescriptor.fields(9, 0, 0, 0), 24 + 32)).isEqualTo(56);
        assertThat(MessageDescriptor.nextRecord(24, MessageDescriptor.fields(9, 0, 0, 0), 24 + 31)).isEqualTo(-1);
    }
}
