package okko.bpf.verify;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import okko.bpf.helper.Helper;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Reg;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.verify.Footprint.Beyond;
import okko.bpf.verify.Need.Access;
import okko.bpf.verify.Value.PacketPointer;

/** Collects, access by access and call by call, what the program touches. */
final class Touches {

    private static final Reg OFFSET_IN_PACKET = new Reg(2);
    private static final Reg SIZE_IN_PACKET = new Reg(4);

    private final ProgramImage image;
    private final BitSet packetRead = new BitSet();
    private final BitSet packetWritten = new BitSet();
    private final Set<Integer> mapsRead = new TreeSet<>();
    private final Set<Integer> mapsWritten = new TreeSet<>();
    private final Set<Beyond> beyond = EnumSet.noneOf(Beyond.class);
    private boolean beginMoves;

    Touches(ProgramImage image) {
        this.image = image;
    }

    /** Notes an access that may be made. */
    void see(MemoryAccess access) {
        switch (access.pointer()) {
            case PacketPointer packet -> {
                long from = packet.min() + access.offset();
                long end = packet.max() + access.offset() + access.bytes();
                add(access.access() == Access.READ ? packetRead : packetWritten, from, end);
            }
            case Value.MapValue value -> seeMap(value.map(), access.access());
            case Value.RingRecord record -> seeMap(record.map(), access.access());
            case Value.VariablePointer _ -> beyond.add(Beyond.THREAD);
            case Value.ContextPointer _ -> seeField(ContextField.at(access.offset()));
            case Scalar _, Value.Uninitialised _, Value.Mixed _, Value.Stale _, Value.Excused _, Value.PacketNumber _,
                    Value.StackPointer _, Value.CodePointer _, Value.MapHandle _ -> { }
        }
    }

    /** Notes a load from the packet, which ends the run if the packet has no such bytes. */
    void see(LoadPacket load, State state) {
        Scalar index = switch (load.index()) {
            case Imm(int value) -> Scalar.constant(value);
            case Reg register -> state.scalar(register);
        };
        // The sum of offset and index is taken in 32 bits: it may be any if the index is not known to be small.
        boolean isSmall = index.smin() >= 0 && index.smax() <= PacketFacts.MAX_LENGTH_BYTES;
        long from = isSmall ? load.offsetBytes() + index.smin() : 0;
        long end = isSmall ? load.offsetBytes() + index.smax() + load.size().bytes() : PacketFacts.MAX_LENGTH_BYTES;
        add(packetRead, from, end);
    }

    /**
     * Notes a call, as far as the arguments' memory does not show what it touches.
     *
     * @param helper that is called
     * @param map    position of the map that it is given, or -1
     * @param state  before the call
     */
    void see(Helper helper, int map, State state) {
        switch (helper) {
            case UBPF_MAP_LOOKUP, BPF_MAP_LOOKUP_ELEM, BPF_MAP_LOOKUP_PERCPU_ELEM, BPF_RINGBUF_QUERY,
                    BPF_MAP_PEEK_ELEM -> seeMap(map, Access.READ);
            case UBPF_MAP_UPDATE, BPF_MAP_UPDATE_ELEM, UBPF_MAP_DELETE, BPF_MAP_DELETE_ELEM, UBPF_MAP_ADD,
                    BPF_MAP_PUSH_ELEM, BPF_RINGBUF_OUTPUT, BPF_RINGBUF_RESERVE -> seeMap(map, Access.WRITE);
            case BPF_MAP_POP_ELEM -> seeMap(map, Access.ATOMIC);
            case UBPF_TIME_GET_NS, BPF_KTIME_GET_NS, BPF_KTIME_GET_BOOT_NS, BPF_KTIME_GET_COARSE_NS ->
                beyond.add(Beyond.TIME);
            case BPF_GET_PRANDOM_U32 -> beyond.add(Beyond.RANDOM);
            case BPF_GET_SMP_PROCESSOR_ID -> beyond.add(Beyond.THREAD);
            case UBPF_PRINTF, BPF_TRACE_PRINTK -> beyond.add(Beyond.LOG);
            case OKKO_METADATA, OKKO_SET_METADATA -> beyond.add(Beyond.METADATA);
            case BPF_REDIRECT, OKKO_OUTPUT, OKKO_TO_CONTROLLER -> beyond.add(Beyond.REDIRECT);
            case BPF_TAIL_CALL -> seeTailCall(map);
            case BPF_XDP_ADJUST_HEAD -> {
                beyond.add(Beyond.PACKET_ENDS);
                beginMoves = true;
            }
            case BPF_XDP_ADJUST_TAIL -> {
                beyond.add(Beyond.PACKET_ENDS);
                add(packetWritten, 0, PacketFacts.MAX_LENGTH_BYTES);    // what is cut off and added again is zeroed
            }
            case BPF_XDP_LOAD_BYTES -> seeCopy(packetRead, state);
            case BPF_XDP_STORE_BYTES -> seeCopy(packetWritten, state);
            case UBPF_HASH, UBPF_PACKET_DATA, BPF_CSUM_DIFF, BPF_XDP_GET_BUFF_LEN, BPF_RINGBUF_SUBMIT,
                    BPF_RINGBUF_DISCARD, UNWIND -> { }
        }
    }

    /** What was touched, all in all. */
    Footprint footprint() {
        return new Footprint(bytes(packetRead), bytes(packetWritten), mapsRead, mapsWritten, beyond);
    }

    /** Where the packet begins elsewhere after a call, an offset from there may be any offset from where it began. */
    private PacketBytes bytes(BitSet offsets) {
        return beginMoves && !offsets.isEmpty() ? PacketBytes.ALL : PacketBytes.of(offsets);
    }

    private void seeMap(int map, Access access) {
        if (map < 0) {
            return;     // the call is refused
        }
        if (access != Access.WRITE) {
            mapsRead.add(map);
        }
        if (access != Access.READ) {
            mapsWritten.add(map);
        }
        if (image.maps().get(map).access() != ProgramAccess.READ_ONLY) {
            beyond.add(Beyond.MAPS);
        }
    }

    private void seeField(ContextField field) {
        switch (field) {
            case INGRESS_IFINDEX, RX_QUEUE_INDEX, EGRESS_IFINDEX -> beyond.add(Beyond.PORT);
            case DATA, DATA_END, DATA_META -> { }
        }
    }

    /** The other program may do whatever its role allows, which is the role of this one. */
    private void seeTailCall(int map) {
        seeMap(map, Access.READ);
        beyond.add(Beyond.OTHER_PROGRAM);
        add(packetRead, 0, PacketFacts.MAX_LENGTH_BYTES);
        if (image.role().packetIsWritable()) {
            add(packetWritten, 0, PacketFacts.MAX_LENGTH_BYTES);
        }
    }

    /** The helper looks at the low half of the offset only. */
    private static void seeCopy(BitSet bytes, State state) {
        Scalar offset = ScalarArithmetic.low32(state.scalar(OFFSET_IN_PACKET));
        long size = Math.min(state.scalar(SIZE_IN_PACKET).umax(), PacketFacts.MAX_LENGTH_BYTES);
        add(bytes, offset.umin(), offset.umax() + size);
    }

    private static void add(BitSet bytes, long from, long end) {
        int first = Math.clamp(from, 0, PacketFacts.MAX_LENGTH_BYTES);
        bytes.set(first, Math.clamp(end, first, PacketFacts.MAX_LENGTH_BYTES));
    }
}
