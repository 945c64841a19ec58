/**
 * The stages in their order, and the agent that calls them: all that happens to a packet between two ports.
 * <b>Hot.</b>
 *
 * <p>One agent per core runs each batch to completion; no lock, no allocation, no exception per packet. The control
 * thread reaches an agent only by {@linkplain okko.switchd.datapath.DatapathAgent#submit commands}.
 */
package okko.switchd.datapath;
