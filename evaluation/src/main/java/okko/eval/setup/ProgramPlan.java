package okko.eval.setup;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A BPF program that the switch loads.
 *
 * @param id       that flows name it by
 * @param object   ELF file
 * @param function of the object to run; empty for its first
 * @param engine   what executes it: {@code jit} or {@code interpreter}
 */
public record ProgramPlan(int id, Path object, Optional<String> function, String engine) {}
