package okko.eval.bpf;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import okko.bpf.btf.DataType;
import okko.bpf.btf.DataType.Array;
import okko.bpf.btf.DataType.Member;
import okko.bpf.btf.DataType.Struct;
import okko.bpf.btf.DataType.Typedef;
import okko.bpf.btf.DataType.Union;
import okko.bpf.image.MapDetails;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapDefinition.ProgramAccess;

/**
 * What an object file asks of a map, as it is printed.
 *
 * @param name       of the map, or of a section of global data
 * @param type       kind of map
 * @param keyBytes   size of a key
 * @param valueBytes size of a value
 * @param maxEntries how many entries there can be
 * @param data       {@code read} or {@code read and write} of global data, else {@code null}
 * @param keyType    as C writes it, members included; {@code null} if unknown
 * @param valueType  the same of the values
 * @param programs   that a program array holds at the start, by index
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record MapLayout(
        String name, String type, int keyBytes, int valueBytes, int maxEntries, String data, String keyType,
        String valueType, SortedMap<Integer, String> programs) {

    static MapLayout of(MapDefinition map, MapDetails details) {
        String data = map.access() == ProgramAccess.READ_ONLY ? "read" : "read and write";
        return new MapLayout(map.name(), map.type().label(), map.keyBytes(), map.valueBytes(), map.maxEntries(),
                map.isGlobalData() ? data : null, text(details.key()), text(details.value()), details.programs());
    }

    /** {@return lines, joined} */
    String text() {
        var text = new StringBuilder(data != null
                ? "data %s: %,d bytes, to %s".formatted(name, valueBytes, data)
                : "map %s: %s, key %d bytes, value %d bytes, at most %,d entries".formatted(
                        name, type, keyBytes, valueBytes, maxEntries));
        if (keyType != null && data == null) {
            text.append("\n  key    ").append(keyType);
        }
        if (valueType != null) {
            text.append(data == null ? "\n  value  " : "\n  ").append(valueType);
        }
        programs.forEach((index, program) -> text.append("\n  %d: %s".formatted(index, program)));
        return text.toString();
    }

    /** A type with its members, one level deep. */
    private static String text(DataType type) {
        return switch (type) {
            case null -> null;
            case Struct(_, _, var members) -> type.text() + members(members);
            case Union(_, _, var members) -> type.text() + members(members);
            case Typedef(var name, Struct(_, _, var members)) -> name + members(members);
            default -> type.text();
        };
    }

    private static String members(List<Member> members) {
        return members.stream().map(MapLayout::declaration).collect(Collectors.joining("; ", " { ", "; }"));
    }

    private static String declaration(Member member) {
        String bits = member.bits() == 0 ? "" : " : " + member.bits();
        return member.type() instanceof Array(var element, var count)
                ? element.text() + " " + member.name() + "[" + count + "]"
                : member.type().text() + " " + member.name() + bits;
    }
}
