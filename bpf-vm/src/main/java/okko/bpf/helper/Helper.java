package okko.bpf.helper;

import static okko.bpf.helper.Argument.BYTES;
import static okko.bpf.helper.Argument.CONTEXT;
import static okko.bpf.helper.Argument.FORMAT;
import static okko.bpf.helper.Argument.MAP;
import static okko.bpf.helper.Argument.MAP_KEY;
import static okko.bpf.helper.Argument.MAP_VALUE;
import static okko.bpf.helper.Argument.SCALAR;
import static okko.bpf.helper.Argument.SIZE;

import java.util.List;
import okko.bpf.image.Abi;

/** The helpers of all ABIs; every call leaves r1 to r5 undefined. */
public enum Helper {
    /** {@code void *ubpf_map_lookup(map, key)}: address of the value, or 0. */
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

    /** {@code void *bpf_map_lookup_elem(map, key)}: address of the value, or 0. */
    BPF_MAP_LOOKUP_ELEM(Abi.XDP, 1, Result.MAP_VALUE_OR_NULL, LinuxHelpers::mapLookup, MAP, MAP_KEY),
    /** {@code long bpf_map_update_elem(map, key, value, flags)}: sets or adds; 0, or a negative error. */
    BPF_MAP_UPDATE_ELEM(Abi.XDP, 2, Result.SCALAR, LinuxHelpers::mapUpdate, MAP, MAP_KEY, MAP_VALUE, SCALAR),
    /** {@code long bpf_map_delete_elem(map, key)}: removes; 0, or a negative error. */
    BPF_MAP_DELETE_ELEM(Abi.XDP, 3, Result.SCALAR, LinuxHelpers::mapDelete, MAP, MAP_KEY),
    /** {@code u64 bpf_ktime_get_ns(void)}: nanoseconds on a clock that never goes back. */
    BPF_KTIME_GET_NS(Abi.XDP, 5, Result.SCALAR, LinuxHelpers::ktimeGetNs),
    /** {@code u32 bpf_get_smp_processor_id(void)}: the number of the thread. */
    BPF_GET_SMP_PROCESSOR_ID(Abi.XDP, 8, Result.SCALAR, LinuxHelpers::smpProcessorId),
    /** {@code long bpf_tail_call(context, map, index)}: goes on with another program, and returns only if it cannot. */
    BPF_TAIL_CALL(Abi.XDP, 12, Result.SCALAR, LinuxHelpers::tailCall, CONTEXT, MAP, SCALAR),
    /** {@code long bpf_redirect(port, flags)}: chooses an output port; returns XDP_REDIRECT. */
    BPF_REDIRECT(Abi.XDP, 23, Result.SCALAR, LinuxHelpers::redirect, SCALAR, SCALAR),

    /** {@code unwind(x)} of the conformance suite: returns its argument, and ends the program if that is 0. */
    UNWIND(Abi.CONFORMANCE, 5, Result.SCALAR, ConformanceHelpers::unwind, SCALAR);

    /** Kept because {@code values()} makes a copy. */
    private static final Helper[] ALL = values();

    private final Abi abi;
    private final int number;
    private final Result result;
    private final HelperCode code;
    private final List<Argument> arguments;

    Helper(Abi abi, int number, Result result, HelperCode code, Argument... arguments) {
        this.abi = abi;
        this.number = number;
        this.result = result;
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
        return name().toLowerCase(java.util.Locale.ROOT);
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
        return arguments.indexOf(MAP) + 1;
    }

    /** {@return whether a call may end the run} */
    public boolean mayEndRun() {
        return this == BPF_TAIL_CALL || this == UNWIND;
    }

    /** {@return whether a call may move the packet, so that addresses into it hold no longer} */
    public boolean movesPacket() {
        return false;
    }
}
