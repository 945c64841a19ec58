/**
 * Where user code runs: each {@link okko.eval.setup.Setup} turns a workload into the configuration of a switch and,
 * where it needs one, the start of a processor. <b>Cold.</b>
 *
 * <p>All setups share one shape, so that one thing changes at a time: packets enter by {@code p1}; those that match
 * leave by {@code p2}, the others by {@code p3}.
 */
package okko.eval.setup;
