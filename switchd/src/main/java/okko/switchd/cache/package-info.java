/**
 * Stage 3 of 6: was there a packet like this lately? <b>Hot.</b>
 *
 * <p>In: a {@link okko.switchd.flow.FlowKey}. Out: the {@link okko.switchd.cache.CachedFlow} that it belongs to, or
 * nothing. A flow is what the translation of one packet's key has found, for all keys that agree in the bits that it
 * looked at. The {@link okko.switchd.cache.MegaflowCache} has them all, by mask; the
 * {@link okko.switchd.cache.ExactMatchCache} in front knows which one a key had last time. Both are bounded, each thread
 * has its own, and what happens to a packet never depends on them, only how fast.
 *
 * <p>Ideas: tuple space search (Srinivasan, Suri, Varghese, SIGCOMM 1999), and the caches of Open vSwitch's
 * {@code dpif-netdev}: exact match, signature match, and {@code dpcls}.
 */
package okko.switchd.cache;
