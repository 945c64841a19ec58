package okko.bpf.helper;

import static okko.bpf.helper.Argument.BYTES;
import static okko.bpf.helper.Argument.FORMAT;
import static okko.bpf.helper.Argument.MAP;
import static okko.bpf.helper.Argument.MAP_KEY;
import static okko.bpf.helper.Argument.MAP_VALUE;
import static okko.bpf.helper.Argument.SIZE;

import java.util.List;

/** The helpers of Oko's ABI, numbers 1 to 7; every call leaves r1 to r5 undefined. */
public enum Helper {
    /** {@code void *ubpf_map_lookup(map, key)}: address of the value, or 0. */
    MAP_LOOKUP(1, "ubpf_map_lookup", Result.MAP_VALUE_OR_NULL, MAP, MAP_KEY),
    /** {@code int ubpf_map_update(map, key, value)}: sets or adds; 0, or a negative error. */
    MAP_UPDATE(2, "ubpf_map_update", Result.SCALAR, MAP, MAP_KEY, MAP_VALUE),
    /** {@code int ubpf_map_delete(map, key)}: removes; 0, or a negative error. */
    MAP_DELETE(3, "ubpf_map_delete", Result.SCALAR, MAP, MAP_KEY),
    /** {@code int ubpf_map_add(map, item)}: adds an item to a sketch; a negative error on other maps. */
    MAP_ADD(4, "ubpf_map_add", Result.SCALAR, MAP, MAP_VALUE),
    /** {@code u64 ubpf_time_get_ns(void)}: nanoseconds on a clock that never goes back. */
    TIME_GET_NS(5, "ubpf_time_get_ns", Result.SCALAR),
    /** {@code u32 ubpf_hash(item, size)}: Bob Jenkins' lookup3, seed 0. */
    HASH(6, "ubpf_hash", Result.SCALAR, BYTES, SIZE),
    /** {@code void ubpf_printf(format, a, b, c)}: a line in the log; up to three numbers, %d %u %x %ld %lu %lx. */
    PRINTF(7, "ubpf_printf", Result.SCALAR, FORMAT);

    /** Numbers are dense, from 1; kept because {@code values()} makes a copy. */
    private static final Helper[] BY_ID = values();

    private final int id;
    private final String symbol;
    private final Result result;
    private final List<Argument> arguments;

    Helper(int id, String symbol, Result result, Argument... arguments) {
        this.id = id;
        this.symbol = symbol;
        this.result = result;
        this.arguments = List.of(arguments);
    }

    /**
     * Finds a helper by number.
     *
     * @param id as in the call instruction
     * @return the helper, or {@code null} if there is none
     */
    public static Helper byId(int id) {
        return id >= 1 && id <= BY_ID.length ? BY_ID[id - 1] : null;
    }

    /** {@return the number in the call instruction} */
    public int id() {
        return id;
    }

    /** {@return the name that an object file may refer to} */
    public String symbol() {
        return symbol;
    }

    /** {@return what r0 holds afterwards} */
    public Result result() {
        return result;
    }

    /** {@return what r1, r2, … must hold; for {@link #PRINTF} further registers may hold numbers or nothing} */
    public List<Argument> arguments() {
        return arguments;
    }
}
