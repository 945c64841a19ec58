package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import okko.ringshm.kernel.SystemCall.CallNumber;

/**
 * The program in the kernel that hands an interface's frames to this process's {@link XdpSocket}s, one per receive
 * queue. It is on the interface as long as this object is open and this process lives: the kernel takes it off when the
 * last descriptor of its link goes.
 */
public final class XdpProgram implements AutoCloseable {

    private static final int BPF_MAP_CREATE = 0;
    private static final int BPF_MAP_UPDATE_ELEM = 2;
    private static final int BPF_PROG_LOAD = 5;
    private static final int BPF_LINK_CREATE = 28;
    private static final int BPF_MAP_TYPE_XSKMAP = 17;
    private static final int BPF_PROG_TYPE_XDP = 6;
    private static final int BPF_XDP = 37;
    private static final int ATTRIBUTE_BYTES = 128;
    private static final int INSTRUCTION_BYTES = 8;
    private static final int PROGRAM_FLAGS_OFFSET = 44;
    private static final int BPF_F_XDP_HAS_FRAGS = 1 << 5;

    private final int map;
    private final int program;
    private final int link;

    /** Where in the kernel the program runs. */
    public enum Hook {
        /** In the interface's driver, before the kernel has made anything of the frame. */
        NATIVE("native", 1 << 2, 0),
        /** Behind the driver; every interface has it. A frame may lie in several buffers. */
        GENERIC("generic", 1 << 1, BPF_F_XDP_HAS_FRAGS);

        private final String label;
        private final int flag;
        private final int programFlags;

        Hook(String label, int flag, int programFlags) {
            this.label = label;
            this.flag = flag;
            this.programFlags = programFlags;
        }

        /** {@return the name in configurations and listings} */
        public String label() {
            return label;
        }
    }

    private XdpProgram(int map, int program, int link) {
        this.map = map;
        this.program = program;
        this.link = link;
    }

    /**
     * Puts the program on an interface whose sockets are bound. A frame of a queue without a socket goes to the host as
     * if there were no program.
     *
     * @param link    the interface
     * @param hook    where
     * @param sockets by queue
     * @return to be closed, before the sockets
     * @throws KernelException if the driver cannot, another program is there, or the process lacks {@code CAP_BPF} or
     *                         {@code CAP_NET_ADMIN}
     */
    public static XdpProgram attach(LinkStatus link, Hook hook, XdpSocket... sockets) throws KernelException {
        int map = -1;
        int program = -1;
        try (SystemCall call = new SystemCall()) {
            map = create(call, sockets.length);
            for (int queue = 0; queue < sockets.length; queue++) {
                put(call, map, queue, sockets[queue].descriptor());
            }
            program = load(call, map, hook);
            MemorySegment attributes = attributes(call);
            attributes.set(JAVA_INT, 0, program);
            attributes.set(JAVA_INT, 4, link.index());
            attributes.set(JAVA_INT, 8, BPF_XDP);
            attributes.set(JAVA_INT, 12, hook.flag);
            int linked = bpf(call, BPF_LINK_CREATE, attributes, hook.label + " XDP on " + link.name());
            return new XdpProgram(map, program, linked);
        } catch (KernelException e) {
            closeIfOpen(program);
            closeIfOpen(map);
            throw e;
        }
    }

    private static MemorySegment attributes(SystemCall call) {
        return call.bytes(ATTRIBUTE_BYTES);
    }

    private static int bpf(SystemCall call, int command, MemorySegment attributes, String what)
            throws KernelException {
        return (int) call.require(what, CallNumber.BPF, command, attributes.address(), ATTRIBUTE_BYTES);
    }

    private static int create(SystemCall call, int queues) throws KernelException {
        MemorySegment attributes = attributes(call);
        attributes.set(JAVA_INT, 0, BPF_MAP_TYPE_XSKMAP);
        attributes.set(JAVA_INT, 4, Integer.BYTES);
        attributes.set(JAVA_INT, 8, Integer.BYTES);
        attributes.set(JAVA_INT, 12, queues);
        return bpf(call, BPF_MAP_CREATE, attributes, "map of XDP sockets");
    }

    private static void put(SystemCall call, int map, int queue, int socket) throws KernelException {
        MemorySegment entry = call.bytes(2 * Integer.BYTES);
        entry.set(JAVA_INT, 0, queue);
        entry.set(JAVA_INT, Integer.BYTES, socket);
        MemorySegment attributes = attributes(call);
        attributes.set(JAVA_INT, 0, map);
        attributes.set(JAVA_LONG, 8, entry.address());
        attributes.set(JAVA_LONG, 16, entry.address() + Integer.BYTES);
        bpf(call, BPF_MAP_UPDATE_ELEM, attributes, "XDP socket of queue " + queue);
    }

    private static int load(SystemCall call, int map, Hook hook) throws KernelException {
        long[] instructions = {
            instruction(0x61, 0x12, 16, 0),  // r2 = *(u32 *)(r1 + 16): rx_queue_index of struct xdp_md
            instruction(0x18, 0x11, 0, map), // r1 = map, by its descriptor
            instruction(0, 0, 0, 0),         //   second half of the wide instruction
            instruction(0xb7, 0x03, 0, 2),   // r3 = 2: XDP_PASS, if the queue has no socket
            instruction(0x85, 0, 0, 51),     // call bpf_redirect_map
            instruction(0x95, 0, 0, 0),      // exit
        };
        MemorySegment code = call.bytes((long) instructions.length * INSTRUCTION_BYTES);
        for (int i = 0; i < instructions.length; i++) {
            code.setAtIndex(JAVA_LONG, i, instructions[i]);
        }
        MemorySegment attributes = attributes(call);
        attributes.set(JAVA_INT, 0, BPF_PROG_TYPE_XDP);
        attributes.set(JAVA_INT, 4, instructions.length);
        attributes.set(JAVA_LONG, 8, code.address());
        attributes.set(JAVA_LONG, 16, call.text("Apache-2.0"));
        attributes.set(JAVA_INT, PROGRAM_FLAGS_OFFSET, hook.programFlags);
        return bpf(call, BPF_PROG_LOAD, attributes, "loading of the XDP program");
    }

    /** RFC 9669, section 3.1: opcode, registers (destination in the lower half), offset, immediate. */
    private static long instruction(int opcode, int registers, int offset, int immediate) {
        return opcode | (long) registers << 8 | (long) offset << 16 | (long) immediate << 32;
    }

    private static void closeIfOpen(int descriptor) {
        if (descriptor >= 0) {
            OpenFile.close(descriptor);
        }
    }

    /** Takes the program off the interface. Call once. */
    @Override
    public void close() {
        OpenFile.close(link);
        OpenFile.close(program);
        OpenFile.close(map);
    }
}
