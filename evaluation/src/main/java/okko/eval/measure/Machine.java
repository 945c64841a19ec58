package okko.eval.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Describes the machine that the evaluation runs on; what it does not show is left out, never guessed. */
public final class Machine {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path GOVERNOR = Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");

    private Machine() {}

    /** {@return the environment at this moment} */
    public static Environment describe() {
        Optional<String> commit = git("rev-parse", "HEAD");
        Boolean dirty = commit.flatMap(_ -> git("status", "--porcelain", "--untracked-files=no"))
                .map(changes -> !changes.isEmpty()).orElse(null);
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return new Environment(cpuModel(system), system.getAvailableProcessors(),
                system.getName() + " " + system.getVersion(),
                ManagementFactory.getRuntimeMXBean().getVmVendor() + " " + Runtime.version(),
                flagsWithoutFolders(), firstLine(GOVERNOR).orElse(null), load(), null,
                commit.orElse(null), dirty, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Fingerprint.take());
    }

    /** {@return load averages over 1, 5 and 15 minutes; zeros where the kernel does not tell} */
    public static String load() {
        return firstLine(Path.of("/proc/loadavg"))
                .map(line -> String.join(" ", List.of(line.split(" ")).subList(0, 3))).orElse("0 0 0");
    }

    /** {@return the flags that this JVM was started with, without class path and main class} */
    public static List<String> jvmFlags() {
        return List.copyOf(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    /** For a reader elsewhere, to whom the folders of this machine mean nothing. */
    private static List<String> flagsWithoutFolders() {
        return jvmFlags().stream().map(flag -> flag.replaceFirst("=/.*/", "=")).toList();
    }

    private static String cpuModel(OperatingSystemMXBean system) {
        try (var lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .orElse(system.getArch());
        } catch (IOException | UncheckedIOException e) {
            return system.getArch();
        }
    }

    private static Optional<String> firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Asks git about the tree that these classes were built in; nothing where there is no git or no such tree. */
    private static Optional<String> git(String... arguments) {
        try {
            Path built = Path.of(Machine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path directory = Files.isDirectory(built) ? built : built.getParent();
            List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
            command.addAll(List.of(arguments));
            Process git = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return git.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException | URISyntaxException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
