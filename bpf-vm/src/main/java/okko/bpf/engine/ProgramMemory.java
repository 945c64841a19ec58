package okko.bpf.engine;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.stream.Stream;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.Role;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition.ProgramAccess;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * What a running program may touch, for the engines that check each access: the packet where the context says that it
 * is now, the frames that are active, values of maps, records that the run holds, variables of the platform. It owns
 * the stack. Confined to the thread of its function, and freed with it by the garbage collector. <b>Hot.</b>
 *
 * <p>The packet may be written if the role allows it, values of maps unless they are read-only, variables never. The
 * context of an XDP program is no memory: {@link #loadWord} reads its fields.
 */
public final class ProgramMemory {

    /** As far as one instruction's offset reaches. */
    private static final long NEAR_BYTES = Short.MAX_VALUE;

    private final RunContext context;
    private final Environment environment;
    private final Abi abi;
    private final Role role;
    private final BpfMap[] writableMaps;
    private final BpfMap[] constantMaps;
    // Frames grow down; the buffer object keeps the memory alive.
    private final ByteBuffer stack = ByteBuffer.allocateDirect(BpfFunction.MAX_FRAMES * BpfFunction.STACK_BYTES);
    private final long stackTop = BufferUtil.address(stack) + stack.capacity();
    private long stackBottom = stackTop;

    /**
     * Allocates the stack of one function.
     *
     * @param context     of the function, which knows where the packet is
     * @param environment with the maps and variables
     * @param image       the program
     */
    public ProgramMemory(RunContext context, Environment environment, ProgramImage image) {
        this.context = context;
        this.environment = environment;
        abi = image.abi();
        role = image.role();
        writableMaps = maps(environment, ProgramAccess.READ_WRITE);
        constantMaps = maps(environment, ProgramAccess.READ_ONLY);
    }

    private static BpfMap[] maps(Environment environment, ProgramAccess access) {
        return environment.maps().stream().filter(map -> map.definition().access() == access).toArray(BpfMap[]::new);
    }

    /**
     * Begins a run, with the frame of the entry function.
     *
     * @return its r10, behind {@value BpfFunction#STACK_BYTES} zeroed bytes
     */
    public long enter() {
        stackBottom = stackTop;
        return pushFrame(0);
    }

    /**
     * Adds the frame of a function that is called.
     *
     * @param pc of the call
     * @return r10 of the called function, behind {@value BpfFunction#STACK_BYTES} zeroed bytes
     * @throws BpfFault if {@value BpfFunction#MAX_FRAMES} frames are active already
     */
    public long pushFrame(int pc) {
        if (frames() == BpfFunction.MAX_FRAMES) {
            throw new BpfFault(pc, "more than " + BpfFunction.MAX_FRAMES + " calls are active");
        }
        long top = stackBottom;
        stackBottom -= BpfFunction.STACK_BYTES;
        UnsafeApi.setMemory(stackBottom, BpfFunction.STACK_BYTES, (byte) 0);
        return top;
    }

    /**
     * Drops the newest frame, at the exit of its function.
     *
     * @return r10 of the function that goes on
     */
    public long popFrame() {
        stackBottom += BpfFunction.STACK_BYTES;
        return stackBottom + BpfFunction.STACK_BYTES;
    }

    /** {@return how many frames are active, 1 in the entry function} */
    public int frames() {
        return (int) ((stackTop - stackBottom) / BpfFunction.STACK_BYTES);
    }

    /**
     * Tells whether the program may read bytes.
     *
     * @param address of the first one
     * @param bytes   how many, 1 or more
     * @return true if all of them lie in the packet, or in the stack, or in one value, record or variable
     */
    public boolean isReadable(long address, int bytes) {
        return isInPacket(address, bytes) || isInStack(address, bytes)
                || isOwned(writableMaps, address, bytes) || isOwned(constantMaps, address, bytes)
                || context.records().ownsBytes(address, bytes) || environment.ownsVariableBytes(address, bytes);
    }

    /** {@return whether the program's role lets it change the packet} */
    public boolean packetIsWritable() {
        return role.packetIsWritable();
    }

    /**
     * Tells whether the program may write bytes.
     *
     * @param address of the first one
     * @param bytes   how many, 1 or more
     * @return true if all of them lie in the packet and the role allows it, or in the stack, or in one value or record
     */
    public boolean isWritable(long address, int bytes) {
        return isInStack(address, bytes) || role.packetIsWritable() && isInPacket(address, bytes)
                || isOwned(writableMaps, address, bytes) || context.records().ownsBytes(address, bytes);
    }

    /**
     * Tells whether a string lies in global data that never changes.
     *
     * @param address  of its first byte
     * @param maxBytes how many bytes of it anybody will read, 1 or more
     * @return true if all of these, or those up to a NUL among them, lie in read-only values
     */
    public boolean isConstantString(long address, int maxBytes) {
        for (long at = address; isOwned(constantMaps, at, 1); at++) {
            if (at - address == maxBytes - 1 || UnsafeApi.getByte(at) == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Lets a read pass.
     *
     * @param address of the first byte
     * @param bytes   how many, 1 or more
     * @param pc      of the instruction
     * @return {@code address}
     * @throws BpfFault if one of the bytes is not the program's
     */
    public long readable(long address, int bytes, int pc) {
        if (isReadable(address, bytes)) {
            return address;
        }
        throw unreadable(address, bytes, pc);
    }

    /**
     * Lets a write pass.
     *
     * @param address of the first byte
     * @param bytes   how many, 1 or more
     * @param pc      of the instruction
     * @return {@code address}
     * @throws BpfFault if one of the bytes is not the program's to write
     */
    public long writable(long address, int bytes, int pc) {
        if (isWritable(address, bytes)) {
            return address;
        }
        throw unwritable(address, bytes, pc);
    }

    /**
     * Lets an atomic operation pass.
     *
     * @param address of the first byte
     * @param bytes   4 or 8
     * @param pc      of the instruction
     * @return {@code address}
     * @throws BpfFault if one of the bytes is not the program's to write, or the address is no multiple of their number
     */
    public long updatable(long address, int bytes, int pc) {
        writable(address, bytes, pc);
        if (address % bytes != 0) {
            throw new BpfFault(pc, "atomic access of " + bytes + " bytes at " + place(address) + ": not aligned");
        }
        return address;
    }

    /**
     * Loads 4 bytes, zero-extended; or, where the address is one in the context of an XDP program, a field of
     * {@code struct xdp_md}, the first three of which are addresses of 8 bytes.
     *
     * @param address of the first byte
     * @param pc      of the instruction
     * @return what the register becomes
     * @throws BpfFault if one of the bytes is not the program's, or no field begins there
     */
    public long loadWord(long address, int pc) {
        if (isReadable(address, Integer.BYTES)) {
            return UnsafeApi.getInt(address) & 0xffff_ffffL;
        }
        if (abi != Abi.XDP || !context.hasField(address)) {
            throw unreadable(address, Integer.BYTES, pc);
        }
        return context.field(address);
    }

    /**
     * Describes a read that strayed.
     *
     * @param address of the first byte
     * @param bytes   how many
     * @param pc      of the instruction
     * @return the fault, to be thrown
     */
    public BpfFault unreadable(long address, int bytes, int pc) {
        return new BpfFault(pc, "reads " + bytes + " bytes at " + place(address) + ": "
                + (isInContext(address) ? "its fields are read by loads of 4 bytes, unsigned" : "not the program's"));
    }

    /**
     * Describes a write that strayed.
     *
     * @param address of the first byte
     * @param bytes   how many
     * @param pc      of the instruction
     * @return the fault, to be thrown
     */
    public BpfFault unwritable(long address, int bytes, int pc) {
        return new BpfFault(
                pc, "writes " + bytes + " bytes at " + place(address) + ": not the program's to write");
    }

    /**
     * Says where an address points, for the message of a fault.
     *
     * @param address any number
     * @return relative to what it is nearest to, if it is near to anything that the program has; else the number
     */
    public String place(long address) {
        if (isInContext(address)) {
            return "context%+d".formatted(address - RunContext.HANDLE);
        }
        Region nearest = Stream.concat(ownRegions(address), environment.regions(address))
                .min(Comparator.comparingLong(region -> region.distance(address))).orElseThrow();
        return nearest.distance(address) > NEAR_BYTES ? "0x%x".formatted(address) : nearest.place();
    }

    private Stream<Region> ownRegions(long address) {
        return Stream.of(
                new Region(stackTop - stack.capacity(), stack.capacity(), "stack%+d".formatted(address - stackTop)),
                new Region(context.packet(), context.lengthBytes(), "packet%+d, packet of %d bytes"
                        .formatted(address - context.packet(), context.lengthBytes())));
    }

    private boolean isInContext(long address) {
        return abi == Abi.XDP
                && new Region(RunContext.HANDLE, RunContext.CONTEXT_BYTES, "").distance(address) <= NEAR_BYTES;
    }

    private boolean isInPacket(long address, int bytes) {
        return isWithin(address - context.packet(), bytes, context.lengthBytes());
    }

    private boolean isInStack(long address, int bytes) {
        return isWithin(address - stackBottom, bytes, stackTop - stackBottom);
    }

    /** The offset was taken modulo 2^64, so that an address near the end of memory does not wrap into a region. */
    private static boolean isWithin(long offset, int bytes, long length) {
        return offset >= 0 && offset <= length - bytes;
    }

    private static boolean isOwned(BpfMap[] maps, long address, int bytes) {
        for (BpfMap map : maps) {
            if (map.ownsValueBytes(address, bytes)) {
                return true;
            }
        }
        return false;
    }
}
