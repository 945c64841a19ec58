package okko.eval.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What else of a machine moves its figures, as the kernel shows it (proc(5), the ABI documents of sysfs): for a reader
 * who wonders why another machine gives others. What is not shown is left out.
 */
final class Fingerprint {

    private static final Path CPU = Path.of("/sys/devices/system/cpu");
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
    private static final String COUNTED = "cycles,instructions,cache-misses";
    private static final int PATIENCE_S = 5;

    private final Map<String, String> facts = new LinkedHashMap<>();

    private Fingerprint() {}

    /** {@return facts by name, in the order of a report} */
    static Map<String, String> take() {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.addProcessor();
        fingerprint.addMemory();
        fingerprint.facts.put("garbage collectors", ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(collector -> collector.getName()).collect(Collectors.joining(", ")));
        fingerprint.facts.put("hardware counters", counters());
        return fingerprint.facts;
    }

    private void addProcessor() {
        String info = text(CPU_INFO).orElse("");
        add("CPU family, model, stepping", joined(info, List.of("cpu family", "model", "stepping")));
        add("microcode", field(info, "microcode"));
        add("hypervisor", field(info, "flags").map(flags -> flags.contains(" hypervisor") ? "yes" : "none seen"));
        add("simultaneous threads", text(CPU.resolve("smt/active")).map(active -> active.equals("1") ? "on" : "off"));
        add("isolated CPUs", text(CPU.resolve("isolated")).map(list -> list.isEmpty() ? "none" : list));
        add("NUMA nodes", text(Path.of("/sys/devices/system/node/online")));
        add("mitigations", mitigations());
    }

    private void addMemory() {
        String info = text(MEMORY_INFO).orElse("");
        add("huge pages, free of all", joined(info, List.of("HugePages_Free", "HugePages_Total")));
        add("transparent huge pages", text(Path.of("/sys/kernel/mm/transparent_hugepage/enabled")));
    }

    private void add(String name, Optional<String> fact) {
        fact.ifPresent(text -> facts.put(name, text));
    }

    /** {@return those that cost something: the flaws that this processor has, with what is done about them} */
    private static Optional<String> mitigations() {
        try (Stream<Path> flaws = Files.list(CPU.resolve("vulnerabilities"))) {
            List<String> treated = flaws.sorted()
                    .flatMap(flaw -> text(flaw).filter(state -> !state.equals("Not affected"))
                            .map(state -> flaw.getFileName() + ": " + state).stream())
                    .toList();
            return Optional.of(treated.isEmpty() ? "none needed" : String.join("; ", treated));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@return whether cycles and cache misses could be counted; virtual machines often show none} */
    private static String counters() {
        try {
            Process perf = new ProcessBuilder("perf", "stat", "-x", ",", "-e", COUNTED, "true")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(perf.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!perf.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                perf.destroyForcibly();
                return "unavailable: perf does not end";
            }
            if (perf.exitValue() != 0) {
                return "unavailable: perf is refused";
            }
            return said.contains("<not supported>") || said.contains("<not counted>")
                    ? "unavailable: the processor shows none here" : "there are some; this version does not read them";
        } catch (IOException e) {
            return "unavailable: perf is not installed";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unavailable: interrupted";
        }
    }

    /** {@return the first value of a name in a file of names and values} */
    static Optional<String> field(String text, String name) {
        return text.lines().filter(line -> line.split(":", 2)[0].trim().equals(name)).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).trim());
    }

    /** {@return all values, unless one is missing} */
    private static Optional<String> joined(String text, List<String> names) {
        List<String> there = names.stream().flatMap(name -> field(text, name).stream()).toList();
        return there.size() == names.size() ? Optional.of(String.join(", ", there)) : Optional.empty();
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).trim());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
