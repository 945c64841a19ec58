/**
 * Between stages 4 and 5: what do the tables, all of them together, do with a packet of these header fields? Needed
 * where the caches miss.
 *
 * <p>In: a {@link okko.switchd.flow.FlowKey} and the {@link okko.switchd.classify.Tables}. Out: the tree of {@link
 * okko.switchd.action.Step}s, with a branch wherever a program decides, and the bits of the key that were looked at
 * on any of its ways. No program is run and no packet touched: translation is a function of its arguments, so two
 * keys that agree in these bits have the same tree, and a cache that keeps it under them is exact.
 */
package okko.switchd.translate;
