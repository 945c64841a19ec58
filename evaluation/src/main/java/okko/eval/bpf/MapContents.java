package okko.eval.bpf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import okko.bpf.btf.DataFormat;
import okko.bpf.btf.DataType;
import okko.bpf.image.MapDetails;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.RingBuffer;

/**
 * What a map holds, as it is printed.
 *
 * @param name    of the map
 * @param type    kind of map
 * @param entries keys and values: by their type where the object tells it, else bytes in hexadecimal
 */
record MapContents(String name, String type, List<Entry> entries) {

    /**
     * One entry.
     *
     * @param key   {@code null} for maps without keys
     * @param value of a per-thread map, a list with one value per thread
     */
    record Entry(Object key, Object value) {}

    /** Copies the contents of a map. */
    static MapContents of(BpfMap map, MapDetails details) {
        var entries = new ArrayList<Entry>();
        MapDefinition definition = map.definition();
        map.forEach((key, value) -> entries.add(new Entry(
                key.length == 0 ? null : typed(details.key(), key), value(definition, details.value(), value))));
        return new MapContents(definition.name(), definition.type().label(), entries);
    }

    /** Takes the records out of a ring buffer; for its only consumer. */
    static MapContents drained(RingBuffer ring) {
        var entries = new ArrayList<Entry>();
        ring.drain((buffer, offset, length) -> {
            var record = new byte[length];
            buffer.getBytes(offset, record);
            entries.add(new Entry(null, HexFormat.of().formatHex(record)));
        }, Integer.MAX_VALUE);
        return new MapContents(ring.definition().name(), ring.definition().type().label(), entries);
    }

    /** {@return lines, joined, in the form of {@code okko ctl map dump}} */
    String text() {
        var text = new StringBuilder("map %s: %s, %,d %s".formatted(
                name, type, entries.size(), entries.size() == 1 ? "entry" : "entries"));
        for (Entry entry : entries) {
            text.append("\n ");
            if (entry.key != null) {
                text.append(" key ").append(text(entry.key)).append(' ');
            }
            text.append(" value ").append(text(entry.value));
        }
        return text.toString();
    }

    private static String text(Object value) {
        return value instanceof String text ? text : JsonOutput.line(value);
    }

    private static Object value(MapDefinition map, DataType type, byte[] bytes) {
        if (!map.type().isPerThread()) {
            return typed(type, bytes);
        }
        int strideBytes = (map.valueBytes() + Long.BYTES - 1) & -Long.BYTES;
        var copies = new ArrayList<Object>();
        for (int at = 0; at < bytes.length; at += strideBytes) {
            copies.add(typed(type, Arrays.copyOfRange(bytes, at, at + map.valueBytes())));
        }
        return copies;
    }

    private static Object typed(DataType type, byte[] bytes) {
        return type == null || bytes.length < type.sizeBytes()
                ? HexFormat.of().formatHex(bytes)
                : DataFormat.value(type, bytes);
    }
}
