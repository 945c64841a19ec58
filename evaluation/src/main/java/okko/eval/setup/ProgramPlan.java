package okko.eval.setup;

import java.nio.file.Path;

/**
 * A BPF program that the switch loads.
 *
 * @param id     that flows name it by
 * @param object ELF file
 * @param engine what executes it: {@code jit} or {@code interpreter}
 */
public record ProgramPlan(int id, Path object, String engine) {}
