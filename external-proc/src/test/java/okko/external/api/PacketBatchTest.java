package okko.external.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import okko.external.api.PacketFeed.Access;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketBatchTest {

    private static final int HEADROOM_BYTES = 16;
    private static final int DATA_ROOM_BYTES = 48;

    private final long memory = UnsafeApi.allocateMemory(256);
    private final PacketFeed feed = feed(Access.WRITABLE);
    private final PacketBatch batch = feed.batch();

    private static PacketFeed feed(Access access) {
        return new PacketFeed(2, new BufferShape(HEADROOM_BYTES, DATA_ROOM_BYTES), access);
    }

    /** One packet of the bytes 1 to 20 in the first buffer; all other memory is 0xee. */
    @BeforeEach
    void putPacket() {
        UnsafeApi.setMemory(memory, 256, (byte) 0xee);
        for (int i = 0; i < 20; i++) {
            UnsafeApi.putByte(memory + HEADROOM_BYTES + i, (byte) (i + 1));
        }
        feed.add(memory, HEADROOM_BYTES, 20, 4, 0);
    }

    @AfterEach
    void free() {
        UnsafeApi.freeMemory(memory);
    }

    private static byte[] frame(PacketBatch batch, int index) {
        byte[] frame = new byte[batch.lengthBytes(index)];
        batch.read(index, 0, frame);
        return frame;
    }

    @Test
    void shouldPassWithResult0WhenNothingIsSaid() {
        assertThat(batch.verdict(0)).isEqualTo(Verdict.PASS);
        assertThat(batch.result(0)).isZero();
    }

    @Test
    void shouldRememberTheLastVerdict() {
        batch.output(0, 9);
        assertThat(batch.verdict(0)).isEqualTo(Verdict.OUTPUT);
        assertThat(feed.port(0)).isEqualTo(9);
        batch.pass(0, 0x1ff);
        assertThat(batch.verdict(0)).isEqualTo(Verdict.PASS);
        assertThat(batch.result(0)).isEqualTo(255);
        assertThat(feed.port(0)).isEqualTo(4);
        batch.drop(0);
        assertThat(batch.verdict(0)).isEqualTo(Verdict.DROP);
        assertThat(batch.inPort(0)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void shouldRefuseAPortThatIsNone(int port) {
        assertThatThrownBy(() -> batch.output(0, port)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a port is a number from 1 to 65535: outPort=" + port);
    }

    @Test
    void shouldRefuseAVerdictOnAPacketThatIsNotThere() {
        assertThatThrownBy(() -> batch.pass(1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.drop(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.output(1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.u8(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldReadAndWriteInNetworkOrder() {
        assertThat(batch.u8(0, 19)).isEqualTo(20);
        assertThat(batch.u16(0, 0)).isEqualTo(0x0102);
        assertThat(batch.u32(0, 16)).isEqualTo(0x11121314);
        batch.put8(0, 0, 0xf0);
        batch.put16(0, 1, 0xf1f2);
        batch.put32(0, 3, 0xf3f4f5f6);
        batch.write(0, 18, new byte[] {7, 8});
        assertThat(Arrays.copyOf(frame(batch, 0), 7)).containsExactly(0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6);
        assertThat(batch.u16(0, 18)).isEqualTo(0x0708);
    }

    @Test
    void shouldReadNothingBesideTheFrame() {
        assertThatThrownBy(() -> batch.u8(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.u16(0, 19)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.u32(0, Integer.MAX_VALUE)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.read(0, 0, new byte[21])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.put32(0, 17, 0)).isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("4 bytes at offset 17 are not within packet 0, which has 20");
    }

    @Test
    void shouldFillWithZerosWhatAFrameGrowsBy() {
        batch.growFront(0, 2);
        batch.resize(0, 24);
        assertThat(frame(batch, 0)).startsWith(0, 0, 1, 2).endsWith(20, 0, 0).hasSize(24);
        assertThat(feed.offsetBytes(0)).isEqualTo(14);
    }

    @Test
    void shouldUseAllOfTheBufferAndNoMore() {
        assertThat(batch.headroomBytes(0)).isEqualTo(16);
        assertThat(batch.tailroomBytes(0)).isEqualTo(28);
        batch.growFront(0, 16);
        batch.resize(0, 64);
        assertThat(batch.headroomBytes(0)).isZero();
        assertThat(batch.tailroomBytes(0)).isZero();
        assertThat(UnsafeApi.getByte(memory + 64)).isEqualTo((byte) 0xee);
        assertThatThrownBy(() -> batch.growFront(0, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("growFront: 1 bytes; 0 to 0 are possible");
        assertThatThrownBy(() -> batch.resize(0, 65)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> batch.cutFront(0, 65)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> batch.cutFront(0, -1)).isInstanceOf(IllegalArgumentException.class);
        batch.cutFront(0, 64);
        assertThat(batch.lengthBytes(0)).isZero();
        assertThat(batch.headroomBytes(0)).isEqualTo(64);
    }

    @Test
    void shouldOriginateAsManyPacketsAsThereAreBuffers() {
        assertThat(batch.originate(10)).isEqualTo(PacketBatch.NONE_FREE);
        feed.addEmpty(memory + 64);
        feed.addEmpty(memory + 128);
        assertThat(batch.originate(10)).isEqualTo(1);
        assertThat(batch.originate(48)).isEqualTo(2);
        assertThat(batch.originate(10)).isEqualTo(PacketBatch.NONE_FREE);
        assertThat(batch.size()).isEqualTo(1);
        assertThat(feed.originated()).isEqualTo(2);
        assertThat(frame(batch, 2)).hasSize(48).containsOnly(0);
        assertThat(batch.address(1)).isEqualTo(memory + 64 + HEADROOM_BYTES);
        assertThat(batch.inPort(1)).isZero();
        assertThatThrownBy(() -> batch.originate(49)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldOnlyReadWhenTheAttachmentMonitors() {
        PacketFeed readOnly = feed(Access.READ_ONLY);
        readOnly.add(memory, HEADROOM_BYTES, 20, 4, 0);
        PacketBatch seen = readOnly.batch();
        assertThat(seen.isWritable()).isFalse();
        assertThat(seen.u8(0, 0)).isEqualTo(1);
        seen.output(0, 3);
        assertThatThrownBy(() -> seen.put8(0, 0, 1)).isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("this attachment is of trust 'monitor'");
        assertThatThrownBy(() -> seen.put16(0, 0, 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> seen.put32(0, 0, 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> seen.write(0, 0, new byte[1])).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> seen.growFront(0, 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> seen.cutFront(0, 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> seen.resize(0, 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> seen.originate(60)).isInstanceOf(UnsupportedOperationException.class);
    }
}
