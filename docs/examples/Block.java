import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import okko.external.api.PacketBatch;
import okko.external.api.Processor;

public final class Block implements Processor {
    private static final ValueLayout.OfShort UINT16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    @Override
    public void process(PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            MemorySegment frame = MemorySegment.ofAddress(batch.address(i)).reinterpret(batch.lengthBytes(i));
            batch.pass(i, isBlocked(frame) ? 1 : 0);
        }
    }
    private static boolean isBlocked(MemorySegment frame) {
        return frame.byteSize() >= 54 && frame.get(UINT16, 12) == 0x0800
                && frame.get(ValueLayout.JAVA_BYTE, 14) == 0x45 && frame.get(ValueLayout.JAVA_BYTE, 23) == 6
                && (frame.get(UINT16, 20) & 0x3fff) == 0 && frame.get(UINT16, 36) == 7000;
    }
}
