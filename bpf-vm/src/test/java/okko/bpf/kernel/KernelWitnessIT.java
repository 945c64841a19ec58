package okko.bpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.Code;
import okko.bpf.kernel.KernelBpf.Loading;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Linux kernel as a witness: the same bytecode gives the same r0, packet and maps there and here. */
class KernelWitnessIT {

    private static final int RANDOM_PROGRAMS = 1_000;
    private static final int KEYS = 8;
    private static final long SEED = 20_261_122;

    @BeforeAll
    static void needBpf() {
        String reason = KernelBpf.unavailable();
        if (reason != null) {
            System.out.println("KernelWitnessIT is skipped: " + reason);
        }
        assumeTrue(reason == null, reason);
    }

    @Test
    void shouldAgreeOnEachCaseThatTheKernelRuns() throws Exception {
        Path folder = Path.of(KernelWitnessIT.class.getResource("/cases").toURI());
        var refusals = new TreeMap<String, Integer>();
        int agreed = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (String assembly : scalarPrograms(file)) {
                    String refusal = witness(file.getFileName() + ":\n" + assembly,
                            WitnessedProgram.wrapping(assembly), new byte[64]);
                    agreed += refusal == null ? 1 : 0;
                    if (refusal != null) {
                        refusals.merge(refusal.lines().reduce((_, last) -> last).orElse(""), 1, Integer::sum);
                    }
                }
            }
        }
        System.out.println("KernelWitnessIT: " + agreed + " cases agree; the kernel refuses "
                + refusals.values().stream().mapToInt(Integer::intValue).sum());
        assertThat(agreed).isGreaterThan(500);
    }

    @Test
    void shouldAgreeOnRandomPrograms() {
        int agreed = 0;
        for (int i = 0; i < RANDOM_PROGRAMS; i++) {
            var random = new Random(SEED + i);
            String assembly = RandomKernelProgram.assembly(random);
            var packet = new byte[RandomKernelProgram.PACKET_BYTES];
            random.nextBytes(packet);
            String refusal = witness("seed " + (SEED + i) + ":\n" + assembly,
                    WitnessedProgram.whole(assembly, RandomKernelProgram.MAPS), packet);
            assertThat(refusal).as("seed %d%n%s", SEED + i, assembly).isNull();
            agreed++;
        }
        System.out.println("KernelWitnessIT: " + agreed + " random programs agree");
    }

    /** Runs a program on all machines; returns why the kernel refused it, or {@code null}. */
    private static String witness(String title, WitnessedProgram program, byte[] packet) {
        try (var kernel = new KernelBpf()) {
            List<MapDefinition> maps = program.image().maps();
            int[] descriptors = new int[maps.size()];
            for (int i = 0; i < descriptors.length; i++) {
                MapDefinition map = maps.get(i);
                descriptors[i] = kernel.createMap(
                        map.type().linuxNumber(), map.keyBytes(), map.valueBytes(), map.maxEntries());
            }
            switch (kernel.load(program.bytecode(descriptors))) {
                case Loading.Refused(int errno, String log) -> {
                    return "errno " + errno + ": " + log;
                }
                case Loading.Loaded(int descriptor) -> {
                    KernelBpf.Run run = kernel.testRun(descriptor, packet);
                    compare(title, program, packet, run, (map, key) ->
                            kernel.lookup(descriptors[map], key, maps.get(map).valueBytes()));
                    return null;
                }
            }
        }
    }

    /** What the kernel has under a key of a map. */
    @FunctionalInterface
    private interface KernelMaps {
        byte[] value(int map, byte[] key);
    }

    private static void compare(
            String title, WitnessedProgram program, byte[] packet, KernelBpf.Run expected, KernelMaps kernelMaps) {
        try (Environment environment = Environment.allocate(program.image(), () -> 1, _ -> { })) {
            compare("interpreted " + title, new Interpreter(program.image(), environment), environment.maps(), packet,
                    expected, kernelMaps);
        }
        switch (BpfProgram.load(program.image(), LoadOptions.DEFAULT)) {
            case LoadOutcome.Loaded(BpfProgram loaded) -> {
                try (loaded) {
                    compare("compiled " + title, loaded.newFunction(Engine.JIT), loaded.maps(), packet, expected,
                            kernelMaps);
                }
            }
            case LoadOutcome.Refused(_, var findings) ->
                throw new AssertionError("accepted by the kernel, refused by us: " + title + findings);
            case LoadOutcome.Malformed(String reason) -> throw new AssertionError(title + reason);
        }
    }

    private static void compare(
            String title, BpfFunction function, List<BpfMap> maps, byte[] packet, KernelBpf.Run expected,
            KernelMaps kernelMaps) {
        long memory = UnsafeApi.allocateMemory(packet.length);
        try {
            UnsafeApi.copyMemory(packet, UnsafeApi.arrayBaseOffset(byte[].class), null, memory, packet.length);
            assertThat((int) function.run(memory, packet.length)).as(title).isEqualTo(expected.result());
            var after = new byte[packet.length];
            UnsafeApi.copyMemory(null, memory, after, UnsafeApi.arrayBaseOffset(byte[].class), packet.length);
            assertThat(after).as(title).isEqualTo(expected.packet());
            for (int i = 0; i < maps.size(); i++) {
                int map = i;
                for (byte key = 0; key < KEYS; key++) {
                    byte[] bytes = {key, 0, 0, 0};
                    assertThat(maps.get(map).get(bytes)).as("map %d, key %d of %s", map, key, title)
                            .isEqualTo(kernelMaps.value(map, bytes));
                }
            }
        } finally {
            UnsafeApi.freeMemory(memory);
        }
    }

    /** The programs of a file that take nothing and return a number, one for each row. */
    private static List<String> scalarPrograms(Path file) throws IOException {
        var programs = new ArrayList<String>();
        for (String text : Files.readString(file).split("(?m)^-- case ")) {
            String[] parts = text.split("(?m)^-- ");
            String assembly = section(parts, "asm");
            boolean isScalar = assembly != null && section(parts, "maps") == null && section(parts, "data") == null
                    && section(parts, "packet") == null && section(parts, "abi") == null
                    && section(parts, "error") == null && !assembly.contains("call ubpf_");
            if (!isScalar) {
                continue;
            }
            String rows = section(parts, "rows");
            if (rows == null) {
                programs.add(assembly);
                continue;
            }
            List<String[]> table = rows.lines().filter(row -> !row.isBlank() && !row.startsWith("#"))
                    .map(row -> row.strip().split("\\s+")).toList();
            for (String[] cells : table.subList(1, table.size())) {
                String program = assembly;
                for (int column = 0; column < cells.length; column++) {
                    program = program.replace("$" + table.getFirst()[column], cells[column]);
                }
                programs.add(program);
            }
        }
        return programs;
    }

    private static String section(String[] parts, String name) {
        for (String part : parts) {
            if (part.startsWith(name + "\n") || part.startsWith(name + " ")) {
                return part.substring(part.indexOf('\n') + 1);
            }
        }
        return null;
    }
}
