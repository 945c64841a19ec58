/**
 * Between stages 4 and 5: what do the tables, all of them together, do with a packet of these header fields? Needed
 * where the caches miss. <b>Cold</b>, as far as caches go: it allocates.
 *
 * <p>In: a {@link okko.switchd.flow.FlowKey}, the {@link okko.switchd.classify.Tables}, and what remains to be done.
 * Out: the tree of {@link okko.switchd.action.Step}s, with a branch wherever a program decides, and the bits of the key
 * that were looked at on any of its ways. No program is run and no packet touched: translation is a function of its
 * arguments, so two keys that agree in these bits have the same tree, and a cache that keeps it under them is exact.
 *
 * <p>{@code Translation} goes along one tree, with a {@code Way} of what is known at each point and a {@code Rest} of
 * what remains; the other classes make the steps of one kind of action each. docs/adr/0024 says why.
 */
package okko.switchd.translate;
