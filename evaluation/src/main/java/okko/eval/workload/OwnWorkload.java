package okko.eval.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.bpf.image.Role;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.external.api.Metrics;
import okko.external.api.Processor;
import okko.external.api.ProcessorContext;
import okko.external.api.Settings;
import okko.external.load.ProcessorException;
import okko.external.load.ProcessorLoader;

/**
 * A job of the user's own: a BPF object, a processor, or both, which then must agree on every packet.
 *
 * <p>The right verdicts are those of the processor, run here; without one those of the program, run here by the
 * interpreter, which checks every access.
 *
 * @param label     its name: lower case letters, digits and hyphens
 * @param file      the BPF object
 * @param program   function of the object to run; empty for its first
 * @param processor as {@code okko proc run --processor} takes it
 */
public record OwnWorkload(String label, Optional<Path> file, Optional<String> program, Optional<String> processor)
        implements Workload {

    private static final String NAME = "[a-z0-9][a-z0-9-]{0,29}";

    /**
     * Looks whether a name may be given to a workload of one's own.
     *
     * @param label to look at
     * @return what is wrong with it, in a line; empty if nothing
     */
    public static Optional<String> findFault(String label) {
        if (!label.matches(NAME)) {
            return Optional.of("expected up to 30 lower case letters, digits and hyphens, found \"" + label + "\"");
        }
        return isTaken(label) ? Optional.of("\"" + label + "\" comes with Okko; choose another name")
                : Optional.empty();
    }

    /**
     * Makes a name of that of a file.
     *
     * @param file object or jar
     * @return a name that may be given
     */
    public static String labelOf(Path file) {
        String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "").toLowerCase()
                .replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String label = stem.isEmpty() || isTaken(stem) ? "own-" + stem : stem;
        return label.substring(0, Math.min(label.length(), 30)).replaceAll("-$", "");
    }

    /** Objects are named by workloads, and that of "none" is called otherwise. */
    private static boolean isTaken(String label) {
        return Arrays.stream(BundledWorkload.values())
                .anyMatch(each -> each.label().equals(label) || each.objectName().equals(label + ".o"));
    }

    /**
     * Loads all of it, and forgets it: what cannot be loaded is to be known before anything is measured.
     *
     * @throws IOException if something cannot be loaded; the message is one line
     */
    public void check() throws IOException {
        if (file.isPresent()) {
            loadObject().close();
        }
        if (processor.isPresent()) {
            loadProcessor().close();
        }
    }

    @Override
    public String description() {
        return String.join("; ", List.of(
                file.map(object -> "BPF object " + object.getFileName() + program.map(name -> ", program " + name)
                        .orElse("")).orElse("no BPF object"),
                processor.map(name -> "processor " + name).orElse("no processor")));
    }

    @Override
    public Optional<String> object() {
        return file.map(_ -> label + ".o");
    }

    @Override
    public Path placeObject(Path directory) throws IOException {
        Path placed = directory.resolve(object().orElseThrow(() -> new IOException(label + " has no BPF object")));
        Files.copy(file.orElseThrow(), placed);
        return placed;
    }

    @Override
    public Processor newOracle() throws IOException {
        return processor.isPresent() ? loadProcessor() : loadObject();
    }

    private Processor loadObject() throws IOException {
        Path object = file.orElseThrow();
        try {
            return ProcessorLoader.loadObject(object, Engine.INTERPRETER, LoadOptions.DEFAULT
                    .withProgram(program.orElse(null)).withRole(Role.FILTER)).processor();
        } catch (ProcessorException e) {
            String more = e.details().isEmpty() ? "" : "; okko bpf verify " + object + " tells more";
            throw new IOException(e.getMessage() + more, e);
        }
    }

    private Processor loadProcessor() throws IOException {
        try {
            Processor loaded = ProcessorLoader.loadClass(processor.orElseThrow(), List.of()).processor();
            ProcessorLoader.start(loaded,
                    new ProcessorContext(label, new Settings(Map.of()), new Metrics(), System::nanoTime));
            return loaded;
        } catch (ProcessorException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
