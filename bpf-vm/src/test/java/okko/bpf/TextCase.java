package okko.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import okko.bpf.asm.Assembler;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.isa.Code;
import okko.bpf.isa.DecodeOutcome.Decoded;
import okko.bpf.isa.DecodeOutcome.Malformed;
import okko.bpf.isa.Decoder;
import okko.bpf.isa.Encoder;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapType;

/** A case of {@code cases/*.bpf}; what its sections mean, {@code cases/README.md} says. */
record TextCase(String file, String name, Map<String, String> sections, Map<String, String> row) {

    /** Reads all cases; one with rows becomes as many. */
    static List<TextCase> all() {
        try {
            Path folder = Path.of(TextCase.class.getResource("/cases").toURI());
            var cases = new ArrayList<TextCase>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".bpf")).sorted().toList()) {
                    cases.addAll(read(file));
                }
            }
            assertThat(cases).isNotEmpty();
            return cases;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static List<TextCase> read(Path file) throws IOException {
        var cases = new ArrayList<TextCase>();
        String section = null;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (line.startsWith("-- case ")) {
                String name = line.substring("-- case ".length());
                cases.add(new TextCase(file.getFileName().toString(), name, new LinkedHashMap<>(), Map.of()));
                section = null;
            } else if (line.startsWith("-- ")) {
                section = line.substring(3).strip();
                assertThat(cases.getLast().sections.put(section, "")).as("%s twice: %s", section, cases).isNull();
            } else if (section != null && !line.isBlank() && !line.startsWith("#")) {
                cases.getLast().sections.merge(section, line + '\n', String::concat);
            }
        }
        return cases.stream().flatMap(TextCase::rows).toList();
    }

    private Stream<TextCase> rows() {
        if (!has("rows")) {
            return Stream.of(this);
        }
        List<String[]> table = lines("rows").map(line -> line.strip().split("\\s+")).toList();
        return table.subList(1, table.size()).stream().map(cells -> {
            var values = new LinkedHashMap<String, String>();
            for (int column = 0; column < cells.length; column++) {
                values.put(table.getFirst()[column], cells[column]);
            }
            return new TextCase(file, name, sections, values);
        });
    }

    boolean has(String section) {
        return sections.containsKey(section) || row.containsKey(section);
    }

    /** The text of a section, in which the row's values stand for their names; empty if there is none. */
    String text(String section) {
        if (row.containsKey(section)) {
            return row.get(section);
        }
        String text = sections.getOrDefault(section, "");
        for (var cell : row.entrySet()) {
            text = text.replace("$" + cell.getKey(), cell.getValue());
        }
        return text;
    }

    Stream<String> lines(String section) {
        return text(section).lines();
    }

    byte[] bytes(String section) {
        return hex(text(section));
    }

    long number(String section) {
        String digits = text(section).strip();
        return digits.startsWith("0x") ? Long.parseUnsignedLong(digits.substring(2), 16) : Long.parseLong(digits);
    }

    Abi abi() {
        return has("abi") ? Abi.valueOf(text("abi").strip().toUpperCase(Locale.ROOT)) : Abi.OKO;
    }

    /** The program as bytes, the same that the case gives if it does. */
    byte[] bytecode() {
        return has("bytes") ? bytes("bytes") : Encoder.encode(code());
    }

    ProgramImage image() {
        var maps = new ArrayList<MapDefinition>();
        lines("data").map(hex -> MapDefinition.globalData(".rodata", hex(hex), ProgramAccess.READ_ONLY))
                .forEach(maps::add);
        lines("variables").map(hex -> MapDefinition.globalData(".data", hex(hex), ProgramAccess.READ_WRITE))
                .forEach(maps::add);
        lines("maps").map(TextCase::map).forEach(maps::add);
        return new ProgramImage("case", abi(), code(), maps, SourceLines.NONE);
    }

    private Code code() {
        if (!has("bytes")) {
            return Assembler.assemble(text("asm"));
        }
        return switch (Decoder.decode(bytes("bytes"))) {
            case Decoded(var code) -> code;
            case Malformed(var errors) -> throw new AssertionError(errors.toString());
        };
    }

    private static MapDefinition map(String line) {
        String[] words = line.strip().split("\\s+");
        return new MapDefinition("map", MapType.valueOf(words[0].toUpperCase(Locale.ROOT)), Integer.parseInt(words[1]),
                Integer.parseInt(words[2]), Integer.parseInt(words[3]));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("#.*|[-\\s]", ""));
    }
}
