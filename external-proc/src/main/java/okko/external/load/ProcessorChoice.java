package okko.external.load;

import okko.external.api.Processor;

/**
 * A processor that the user has chosen.
 *
 * @param processor   to run and to close
 * @param description for the line that says it is ready, {@code firewall.o (jit)} for instance
 */
public record ProcessorChoice(Processor processor, String description) {}
