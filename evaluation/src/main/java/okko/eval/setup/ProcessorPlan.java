package okko.eval.setup;

import java.util.Optional;

/**
 * What an external processor runs.
 *
 * @param name    as {@code okko proc run --processor} takes it: an object file, a jar, or a class
 * @param program function of the object file; empty for its first
 */
public record ProcessorPlan(String name, Optional<String> program) {}
