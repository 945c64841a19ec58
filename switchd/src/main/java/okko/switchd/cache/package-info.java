/**
 * Stage 3 of 6: was there a packet with the same key lately? <b>Hot.</b>
 *
 * <p>In: a {@link okko.switchd.flow.FlowKey}. Out: what the classifier found for that key, or nothing. Bounded, one
 * per datapath thread, emptied when the rules change; a cache never changes what happens to a packet, only how fast.
 * Idea: the exact match cache of Open vSwitch's {@code dpif-netdev}.
 */
package okko.switchd.cache;
