package okko.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okko.bpf.asm.Assembler;
import okko.bpf.compile.CompileOptions;
import okko.bpf.compile.CompiledProgram;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.interpret.Interpreter;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.verify.Analysis;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the cases in {@code cases/*.bpf} through each engine.
 *
 * <p>A case begins with {@code -- case NAME} and has these sections, all but the first optional:
 * <pre>
 *  -- asm         the program; $name stands for a column of the rows
 *  -- packet      bytes in hexadecimal
 *  -- maps        one per line: array|hash keyBytes valueBytes maxEntries
 *  -- data        one section of constant data per line, bytes in hexadecimal
 *  -- rows        a table, first line its columns, one of them "result": the case is run once per row
 *  -- result      r0
 *  -- log         lines that helper 7 has to write
 *  -- error       what the checking interpreter has to say; there is no result then
 *  -- unverified  the verifier is to refuse this program: only the interpreter runs it
 * </pre>
 */
class CasesTest {

    /** Every program that is not marked as unverified has to pass through all of them with the same result. */
    private static final List<NamedEngine> ENGINES = List.of(
            new NamedEngine("interpreter", true, Interpreter::new),
            new NamedEngine("compiled", false, (image, environment) -> CompiledProgram.compile(
                    image, Analysis.unverified(image.code()), environment, CompileOptions.DEFAULT).newFunction()),
            new NamedEngine("verified and compiled", false, (image, environment) -> CompiledProgram.compile(
                    image, accepted(image), environment, CompileOptions.DEFAULT).newFunction()));

    private static final long CLOCK_NS = 1_234_567_890_123L;

    /** Between the packet and whatever else is in memory, so that messages say which of them was missed. */
    private static final int APART_BYTES = 1 << 16;

    @TestFactory
    Stream<DynamicContainer> shouldGiveTheResultOfEachCase() throws Exception {
        Path folder = Path.of(CasesTest.class.getResource("/cases").toURI());
        List<Path> files;
        try (Stream<Path> listing = Files.list(folder)) {
            files = listing.filter(file -> file.toString().endsWith(".bpf")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream().map(file -> DynamicContainer.dynamicContainer(file.getFileName().toString(), tests(file)));
    }

    private static List<DynamicTest> tests(Path file) {
        var tests = new ArrayList<DynamicTest>();
        for (Case each : cases(file)) {
            for (NamedEngine engine : ENGINES) {
                if (engine.runsUnverified || !each.sections.containsKey("unverified")) {
                    each.runs().forEach(run -> tests.add(DynamicTest.dynamicTest(
                            each.name + " " + run.row + " [" + engine.name + "]", () -> check(run, engine))));
                }
            }
        }
        return tests;
    }

    private static void check(Run run, NamedEngine engine) {
        byte[] packet = run.bytes("packet");
        var maps = new ArrayList<MapDefinition>();
        run.lines("data").forEach(data ->
                maps.add(MapDefinition.globalData(".rodata", hex(data), ProgramAccess.READ_ONLY)));
        run.lines("maps").map(CasesTest::map).forEach(maps::add);
        var image = new ProgramImage(
                "case", Abi.OKO, Assembler.assemble(run.section("asm")), maps, SourceLines.NONE);
        var log = new ArrayList<String>();
        long memory = UnsafeApi.allocateMemory(2 * APART_BYTES + packet.length);
        long address = memory + APART_BYTES;
        try (Environment environment = Environment.allocate(image, () -> CLOCK_NS, log::add)) {
            UnsafeApi.copyMemory(packet, UnsafeApi.arrayBaseOffset(byte[].class), null, address, packet.length);
            BpfFunction function = engine.engine.prepare(image, environment);
            if (run.has("error")) {
                assertThatThrownBy(() -> function.run(address, packet.length))
                        .isInstanceOf(BpfFault.class).hasMessage(run.section("error").strip());
                assertThat(Verifier.verify(image)).as("what faults is not accepted").isInstanceOf(Verdict.Rejected.class);
            } else {
                assertThat("0x%x".formatted(function.run(address, packet.length)))
                        .isEqualTo("0x%x".formatted(number(run.section("result"))));
            }
            assertThat(log).isEqualTo(run.lines("log").toList());
        } finally {
            UnsafeApi.freeMemory(memory);
        }
    }

    private static Analysis accepted(ProgramImage image) {
        return switch (Verifier.verify(image)) {
            case Verdict.Accepted(var analysis) -> analysis;
            case Verdict.Rejected(var findings) -> throw new AssertionError("refused: " + findings);
        };
    }

    private static List<Case> cases(Path file) {
        var cases = new ArrayList<Case>();
        StringBuilder section = null;
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (line.startsWith("-- case ")) {
                    cases.add(new Case(line.substring("-- case ".length()), new LinkedHashMap<>()));
                } else if (line.startsWith("-- ")) {
                    section = new StringBuilder();
                    cases.getLast().sections.put(line.substring(3).strip(), section);
                } else if (section != null && !line.isBlank() && !line.startsWith("#")) {
                    section.append(line).append('\n');
                }
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return cases;
    }

    private static MapDefinition map(String line) {
        String[] words = line.strip().split("\\s+");
        MapType type = MapType.valueOf(words[0].toUpperCase(java.util.Locale.ROOT));
        return new MapDefinition("map", type, Integer.parseInt(words[1]), Integer.parseInt(words[2]),
                Integer.parseInt(words[3]));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    private static long number(String text) {
        String digits = text.strip();
        return digits.startsWith("0x") ? Long.parseUnsignedLong(digits.substring(2), 16) : Long.parseLong(digits);
    }

    @FunctionalInterface
    private interface CaseEngine {
        BpfFunction prepare(ProgramImage image, Environment environment);
    }

    private record NamedEngine(String name, boolean runsUnverified, CaseEngine engine) {}

    private record Case(String name, Map<String, StringBuilder> sections) {

        List<Run> runs() {
            if (!sections.containsKey("rows")) {
                return List.of(new Run(this, Map.of()));
            }
            List<String[]> table = sections.get("rows").toString().lines().map(row -> row.strip().split("\\s+")).toList();
            var runs = new ArrayList<Run>();
            for (String[] cells : table.subList(1, table.size())) {
                var row = new LinkedHashMap<String, String>();
                for (int column = 0; column < cells.length; column++) {
                    row.put(table.getFirst()[column], cells[column]);
                }
                runs.add(new Run(this, row));
            }
            return runs;
        }
    }

    /** A case with the values of one row. */
    private record Run(Case of, Map<String, String> row) {

        boolean has(String section) {
            return of.sections.containsKey(section) || row.containsKey(section);
        }

        String section(String name) {
            if (row.containsKey(name)) {
                return row.get(name);
            }
            String text = has(name) ? of.sections.get(name).toString() : "";
            for (var cell : row.entrySet()) {
                text = text.replace("$" + cell.getKey(), cell.getValue());
            }
            return text;
        }

        Stream<String> lines(String section) {
            return section(section).lines();
        }

        byte[] bytes(String section) {
            return hex(section(section));
        }
    }
}
