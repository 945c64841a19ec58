package okko.eval.run;

import java.util.List;
import java.util.Optional;

/**
 * Variants that are measured together, turn by turn, so that what disturbs the machine disturbs all of them.
 *
 * @param id        unique in a run, such as {@code applications/firewall}
 * @param figure    that it belongs to
 * @param title     for people
 * @param axis      the parameter that a sweep varies; empty where variants are bars
 * @param reference label of the variant that all others are divided by
 * @param variants  at least one, the reference among them unless it was not asked for
 */
public record Experiment(String id, Figure figure, String title, Optional<String> axis, String reference,
        List<Variant> variants) {}
