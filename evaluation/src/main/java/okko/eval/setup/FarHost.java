package okko.eval.setup;

import java.util.List;
import java.util.Optional;

/**
 * A host that is not the switch's: a network namespace, as a container has one. The cell's processor runs there, or a
 * switch of its own.
 *
 * @param cables that lead there
 * @param inside the switch that runs there; empty where the cell's processor does
 */
public record FarHost(List<Cable> cables, Optional<CellPlan> inside) {}
