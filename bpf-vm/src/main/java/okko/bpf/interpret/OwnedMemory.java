package okko.bpf.interpret;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition.ProgramAccess;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/** What a running program may touch: packet and constant data to read, stack and map values to write too. */
final class OwnedMemory {

    /** As far as one instruction's offset reaches. */
    private static final long NEAR_BYTES = Short.MAX_VALUE;

    private final BpfMap[] maps;
    // Frames grow down; the buffer object keeps the memory alive.
    private final ByteBuffer stack = ByteBuffer.allocateDirect(BpfFunction.MAX_FRAMES * BpfFunction.STACK_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    private final long stackTop = BufferUtil.address(stack) + stack.capacity();
    private long stackBottom;
    private long packet;
    private long packetBytes;

    OwnedMemory(Environment environment) {
        maps = environment.maps().toArray(BpfMap[]::new);
    }

    /** Begins a run: one frame, zeroed. Returns its r10. */
    long enter(long packetAddress, long lengthBytes) {
        packet = packetAddress;
        packetBytes = lengthBytes;
        stackBottom = stackTop;
        return pushFrame();
    }

    /** Adds a frame, zeroed; returns its r10. */
    long pushFrame() {
        long top = stackBottom;
        stackBottom -= BpfFunction.STACK_BYTES;
        UnsafeApi.setMemory(stackBottom, BpfFunction.STACK_BYTES, (byte) 0);
        return top;
    }

    /** Drops the newest frame; returns the r10 of the one before. */
    long popFrame() {
        stackBottom += BpfFunction.STACK_BYTES;
        return stackBottom + BpfFunction.STACK_BYTES;
    }

    int frames() {
        return (int) ((stackTop - stackBottom) / BpfFunction.STACK_BYTES);
    }

    boolean isReadable(long address, int bytes) {
        return isWithin(address, bytes, packet, packetBytes) || isWritable(address, bytes)
                || isConstant(address, bytes);
    }

    boolean isWritable(long address, int bytes) {
        if (isWithin(address, bytes, stackBottom, stackTop - stackBottom)) {
            return true;
        }
        for (BpfMap map : maps) {
            if (map.definition().access() == ProgramAccess.READ_WRITE && map.ownsValueBytes(address, bytes)) {
                return true;
            }
        }
        return false;
    }

    /** Whether bytes are part of global data that never changes. */
    boolean isConstant(long address, int bytes) {
        for (BpfMap map : maps) {
            if (map.definition().access() == ProgramAccess.READ_ONLY && map.ownsValueBytes(address, bytes)) {
                return true;
            }
        }
        return false;
    }

    /** Says where an address points, for the message of a fault: relative to packet or stack, whichever is nearer. */
    String place(long address) {
        long toPacket = distance(address, packet, packetBytes);
        long toStack = distance(address, stackTop - stack.capacity(), stack.capacity());
        if (Math.min(toPacket, toStack) > NEAR_BYTES) {
            return "0x%x".formatted(address);
        }
        return toStack < toPacket
                ? "stack%+d".formatted(address - stackTop)
                : "packet%+d, packet of %d bytes".formatted(address - packet, packetBytes);
    }

    /** How many bytes lie between an address and a region; 0 inside of it. */
    private static long distance(long address, long start, long length) {
        long offset = address - start;
        return offset < 0 ? -(offset + 1) : Math.max(0, offset - length);
    }

    /** The distance is taken modulo 2^64, so that an address near the end of memory does not wrap into a region. */
    private static boolean isWithin(long address, int bytes, long start, long length) {
        long offset = address - start;
        return offset >= 0 && bytes <= length && offset <= length - bytes;
    }
}
