/**
 * The stages in their order, and the agent that calls them: all that happens to a packet between two ports.
 * <b>Hot.</b>
 *
 * <p>One agent per core runs each batch to completion; no lock, no allocation, no exception per packet. The control
 * thread reaches an agent only by {@linkplain okko.switchd.datapath.DatapathAgent#submit commands}.
 *
 * <p>{@link okko.switchd.datapath.Datapaths} joins the agents of a switch. A packet changes threads only to leave by a
 * port that belongs to another one, and to come home with an answer, each time by a bounded queue between two threads.
 */
package okko.switchd.datapath;
