package okko.bpf.helper;

import static okko.bpf.helper.Argument.BYTES;
import static okko.bpf.helper.Argument.BYTES_OR_NULL;
import static okko.bpf.helper.Argument.BYTES_OUT;
import static okko.bpf.helper.Argument.CONSTANT;
import static okko.bpf.helper.Argument.CONTEXT;
import static okko.bpf.helper.Argument.FORMAT;
import static okko.bpf.helper.Argument.MAP;
import static okko.bpf.helper.Argument.MAP_KEY;
import static okko.bpf.helper.Argument.MAP_VALUE;
import static okko.bpf.helper.Argument.MAP_VALUE_OUT;
import static okko.bpf.helper.Argument.PER_THREAD_MAP;
import static okko.bpf.helper.Argument.PRINTED;
import static okko.bpf.helper.Argument.PROGRAM_ARRAY;
import static okko.bpf.helper.Argument.QUEUE_MAP;
import static okko.bpf.helper.Argument.RECORD;
import static okko.bpf.helper.Argument.RING_BUFFER;
import static okko.bpf.helper.Argument.SCALAR;
import static okko.bpf.helper.Argument.SIZE;
import static okko.bpf.helper.Argument.SIZE_OR_ZERO;
import static okko.bpf.helper.Consequence.DECIDES;
import static okko.bpf.helper.Consequence.MAY_END_RUN;
import static okko.bpf.helper.Consequence.MOVES_PACKET;
import static okko.bpf.helper.Consequence.WRITES_PACKET;

import java.util.List;
import java.util.Locale;
import okko.bpf.image.Abi;

/** The helpers of all ABIs; every call leaves r1 to r5 undefined. */
public enum Helper {
    /** {@code void *ubpf_map_lookup(map, key)}: address of the value, or 0; of a sketch, of its answer. */
    UBPF_MAP_LOOKUP(Abi.OKO, 1, Result.MAP_VALUE_OR_NULL, OkoHelpers::mapLookup, MAP, MAP_KEY),
    /** {@code int ubpf_map_update(map, key, value)}: sets or adds; 0, or a negative error. */
    UBPF_MAP_UPDATE(Abi.OKO, 2, Result.SCALAR, OkoHelpers::mapUpdate, MAP, MAP_KEY, MAP_VALUE),
    /** {@code int ubpf_map_delete(map, key)}: removes; 0, or a negative error. */
    UBPF_MAP_DELETE(Abi.OKO, 3, Result.SCALAR, OkoHelpers::mapDelete, MAP, MAP_KEY),
    /** {@code int ubpf_map_add(map, item)}: adds an item to a sketch; a negative error on other maps. */
    UBPF_MAP_ADD(Abi.OKO, 4, Result.SCALAR, OkoHelpers::mapAdd, MAP, MAP_VALUE),
    /** {@code u64 ubpf_time_get_ns(void)}: nanoseconds on a clock that never goes back. */
    UBPF_TIME_GET_NS(Abi.OKO, 5, Result.SCALAR, OkoHelpers::timeGetNs),
    /** {@code u32 ubpf_hash(item, size)}: Bob Jenkins' lookup3, seed 0. */
    UBPF_HASH(Abi.OKO, 6, Result.SCALAR, OkoHelpers::hash, BYTES, SIZE),
    /** {@code void ubpf_printf(format, a, b, c)}: a line in the log; up to three numbers, %d %u %x %ld %lu %lx. */
    UBPF_PRINTF(Abi.OKO, 7, Result.SCALAR, OkoHelpers::printf, FORMAT),
    /** {@code void *ubpf_packet_data(context)} of P4rt-OVS: address of the packet, which is what r1 held. */
    UBPF_PACKET_DATA(Abi.OKO, 9, Result.PACKET, OkoHelpers::packetData, CONTEXT),
    /** {@code u64 okko_metadata(void)}: the packet's metadata. */
    OKKO_METADATA(Abi.OKO, 64, Result.SCALAR, OkoHelpers::metadata),
    /** {@code void okko_set_metadata(value)}: what later rules match as metadata; for actions. */
    OKKO_SET_METADATA(Abi.OKO, 65, Result.SCALAR, DECIDES, OkoHelpers::setMetadata, SCALAR),
    /** {@code void okko_output(port)}: if the program returns 1, the packet leaves by this port; for actions. */
    OKKO_OUTPUT(Abi.OKO, 66, Result.SCALAR, DECIDES, OkoHelpers::output, SCALAR),
    /** {@code void okko_to_controller(void)}: if the program returns 1, the packet goes there; for actions. */
    OKKO_TO_CONTROLLER(Abi.OKO, 67, Result.SCALAR, DECIDES, OkoHelpers::toController),

    /** {@code void *bpf_map_lookup_elem(map, key)}: address of the value, or 0. */
    BPF_MAP_LOOKUP_ELEM(Abi.XDP, 1, Result.MAP_VALUE_OR_NULL, LinuxHelpers::mapLookup, MAP, MAP_KEY),
    /** {@code long bpf_map_update_elem(map, key, value, flags)}: sets or adds; 0, or a negative error. */
    BPF_MAP_UPDATE_ELEM(Abi.XDP, 2, Result.SCALAR, LinuxHelpers::mapUpdate, MAP, MAP_KEY, MAP_VALUE, SCALAR),
    /** {@code long bpf_map_delete_elem(map, key)}: removes; 0, or a negative error. */
    BPF_MAP_DELETE_ELEM(Abi.XDP, 3, Result.SCALAR, LinuxHelpers::mapDelete, MAP, MAP_KEY),
    /** {@code u64 bpf_ktime_get_ns(void)}: nanoseconds on a clock that never goes back. */
    BPF_KTIME_GET_NS(Abi.XDP, 5, Result.SCALAR, LinuxHelpers::ktimeGetNs),
    /** {@code long bpf_trace_printk(format, size, a, b, c)}: a line in the log; returns its length. */
    BPF_TRACE_PRINTK(Abi.XDP, 6, Result.SCALAR, LinuxHelpers::tracePrintk, BYTES, SIZE, PRINTED, PRINTED, PRINTED),
    /** {@code u32 bpf_get_prandom_u32(void)}: 32 random bits. */
    BPF_GET_PRANDOM_U32(Abi.XDP, 7, Result.SCALAR, LinuxHelpers::prandomU32),
    /** {@code u32 bpf_get_smp_processor_id(void)}: the number of the thread. */
    BPF_GET_SMP_PROCESSOR_ID(Abi.XDP, 8, Result.SCALAR, LinuxHelpers::smpProcessorId),
    /** {@code long bpf_tail_call(context, map, index)}: goes on with another program; returns if it cannot. */
    BPF_TAIL_CALL(Abi.XDP, 12, Result.SCALAR, MAY_END_RUN, LinuxHelpers::tailCall, CONTEXT, PROGRAM_ARRAY, SCALAR),
    /** {@code long bpf_redirect(port, flags)}: chooses an output port; XDP_REDIRECT, with flags XDP_ABORTED. */
    BPF_REDIRECT(Abi.XDP, 23, Result.SCALAR, LinuxHelpers::redirect, SCALAR, SCALAR),
    /** {@code s64 bpf_csum_diff(from, fromSize, to, toSize, seed)}: what a checksum changes by, folded to 16 bits. */
    BPF_CSUM_DIFF(Abi.XDP, 28, Result.SCALAR, LinuxPacketHelpers::csumDiff,
            BYTES_OR_NULL, SIZE_OR_ZERO, BYTES_OR_NULL, SIZE_OR_ZERO, SCALAR),
    /** {@code long bpf_xdp_adjust_head(context, delta)}: moves the packet's begin; 0, or a negative error. */
    BPF_XDP_ADJUST_HEAD(Abi.XDP, 44, Result.SCALAR, MOVES_PACKET, LinuxPacketHelpers::adjustHead, CONTEXT, SCALAR),
    /** {@code long bpf_xdp_adjust_tail(context, delta)}: moves the packet's end; 0, or a negative error. */
    BPF_XDP_ADJUST_TAIL(Abi.XDP, 65, Result.SCALAR, MOVES_PACKET, LinuxPacketHelpers::adjustTail, CONTEXT, SCALAR),
    /** {@code long bpf_map_push_elem(map, value, flags)}: adds an item; 0, or a negative error. */
    BPF_MAP_PUSH_ELEM(Abi.XDP, 87, Result.SCALAR, LinuxHelpers::mapPush, QUEUE_MAP, MAP_VALUE, SCALAR),
    /** {@code long bpf_map_pop_elem(map, value)}: takes an item; 0, or a negative error. */
    BPF_MAP_POP_ELEM(Abi.XDP, 88, Result.SCALAR, LinuxHelpers::mapPop, QUEUE_MAP, MAP_VALUE_OUT),
    /** {@code long bpf_map_peek_elem(map, value)}: shows an item, or asks a Bloom filter; 0, or a negative error. */
    BPF_MAP_PEEK_ELEM(Abi.XDP, 89, Result.SCALAR, LinuxHelpers::mapPeek, QUEUE_MAP, MAP_VALUE_OUT),
    /** {@code u64 bpf_ktime_get_boot_ns(void)}: as {@link #BPF_KTIME_GET_NS}; a switch is not suspended. */
    BPF_KTIME_GET_BOOT_NS(Abi.XDP, 125, Result.SCALAR, LinuxHelpers::ktimeGetNs),
    /** {@code long bpf_ringbuf_output(ring, data, size, flags)}: adds a copy as a record; 0, or a negative error. */
    BPF_RINGBUF_OUTPUT(
            Abi.XDP, 130, Result.SCALAR, RingBufferHelpers::output, RING_BUFFER, BYTES, SIZE_OR_ZERO, SCALAR),
    /** {@code void *bpf_ringbuf_reserve(ring, size, flags)}: address of a new record's bytes, or 0. */
    BPF_RINGBUF_RESERVE(
            Abi.XDP, 131, Result.RECORD_OR_NULL, RingBufferHelpers::reserve, RING_BUFFER, CONSTANT, SCALAR),
    /** {@code void bpf_ringbuf_submit(record, flags)}: gives a record to the consumer. */
    BPF_RINGBUF_SUBMIT(Abi.XDP, 132, Result.SCALAR, RingBufferHelpers::submit, RECORD, SCALAR),
    /** {@code void bpf_ringbuf_discard(record, flags)}: gives a record back; the consumer will skip it. */
    BPF_RINGBUF_DISCARD(Abi.XDP, 133, Result.SCALAR, RingBufferHelpers::discard, RECORD, SCALAR),
    /** {@code u64 bpf_ringbuf_query(ring, what)}: a size or position of the ring; 0 for an unknown question. */
    BPF_RINGBUF_QUERY(Abi.XDP, 134, Result.SCALAR, RingBufferHelpers::query, RING_BUFFER, SCALAR),
    /** {@code u64 bpf_ktime_get_coarse_ns(void)}: as {@link #BPF_KTIME_GET_NS}, and no coarser. */
    BPF_KTIME_GET_COARSE_NS(Abi.XDP, 160, Result.SCALAR, LinuxHelpers::ktimeGetNs),
    /** {@code u64 bpf_xdp_get_buff_len(context)}: the packet's length, bytes. */
    BPF_XDP_GET_BUFF_LEN(Abi.XDP, 188, Result.SCALAR, LinuxPacketHelpers::packetLength, CONTEXT),
    /** {@code long bpf_xdp_load_bytes(context, offset, buffer, size)}: copies from the packet; 0, or an error. */
    BPF_XDP_LOAD_BYTES(Abi.XDP, 189, Result.SCALAR, LinuxPacketHelpers::loadBytes, CONTEXT, SCALAR, BYTES_OUT, SIZE),
    /** {@code long bpf_xdp_store_bytes(context, offset, buffer, size)}: copies into the packet; 0, or an error. */
    BPF_XDP_STORE_BYTES(
            Abi.XDP, 190, Result.SCALAR, WRITES_PACKET, LinuxPacketHelpers::storeBytes, CONTEXT, SCALAR, BYTES, SIZE),
    /** {@code void *bpf_map_lookup_percpu_elem(map, key, thread)}: address of a thread's copy of the value, or 0. */
    BPF_MAP_LOOKUP_PERCPU_ELEM(
            Abi.XDP, 195, Result.MAP_VALUE_OR_NULL, LinuxHelpers::mapLookupPerThread, PER_THREAD_MAP, MAP_KEY, SCALAR),

    /** {@code unwind(x)} of the conformance suite: returns its argument, and ends the program if that is 0. */
    UNWIND(Abi.CONFORMANCE, 5, Result.SCALAR, MAY_END_RUN, ConformanceHelpers::unwind, SCALAR);

    /** Kept because {@code values()} makes a copy. */
    private static final Helper[] ALL = values();

    private final Abi abi;
    private final int number;
    private final Result result;
    private final Consequence consequence;
    private final HelperCode code;
    private final List<Argument> arguments;

    Helper(Abi abi, int number, Result result, HelperCode code, Argument... arguments) {
        this(abi, number, result, Consequence.NONE, code, arguments);
    }

    Helper(Abi abi, int number, Result result, Consequence consequence, HelperCode code, Argument... arguments) {
        this.abi = abi;
        this.number = number;
        this.result = result;
        this.consequence = consequence;
        this.code = code;
        this.arguments = List.of(arguments);
    }

    /**
     * Finds a helper by number.
     *
     * @param abi    of the program
     * @param number as in the call instruction
     * @return the helper, or {@code null} if there is none
     */
    public static Helper byNumber(Abi abi, int number) {
        for (Helper helper : ALL) {
            if (helper.abi == abi && helper.number == number) {
                return helper;
            }
        }
        return null;
    }

    /**
     * Finds a helper by the name that an object file may refer to.
     *
     * @param symbol of the function
     * @return the helper, or {@code null} if there is none
     */
    public static Helper bySymbol(String symbol) {
        for (Helper helper : ALL) {
            if (helper.symbol().equals(symbol)) {
                return helper;
            }
        }
        return null;
    }

    /** {@return whose programs may call it} */
    public Abi abi() {
        return abi;
    }

    /** {@return the number in the call instruction} */
    public int number() {
        return number;
    }

    /** {@return the name that an object file may refer to} */
    public String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return what r0 holds afterwards} */
    public Result result() {
        return result;
    }

    /** {@return what it does} */
    public HelperCode code() {
        return code;
    }

    /** {@return what r1, r2, … must hold; for formats further registers may hold numbers or nothing} */
    public List<Argument> arguments() {
        return arguments;
    }

    /** {@return which argument names the map, 1 to 5, or 0 if none does} */
    public int mapArgument() {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).isMap()) {
                return i + 1;
            }
        }
        return 0;
    }

    /** {@return whether a call may end the run} */
    public boolean mayEndRun() {
        return consequence == Consequence.MAY_END_RUN;
    }

    /** {@return whether a call may move the packet, so that addresses into it hold no longer} */
    public boolean movesPacket() {
        return consequence == Consequence.MOVES_PACKET;
    }

    /** {@return whether a call may change the packet, what goes with it or its way: no filter may call it} */
    public boolean isForActions() {
        return switch (consequence) {
            case DECIDES, MOVES_PACKET, WRITES_PACKET -> true;
            case NONE, MAY_END_RUN -> false;
        };
    }
}
