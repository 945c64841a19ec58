/**
 * The running switch as others can ask it: a Unix socket, one JSON object per line, and the commands behind it.
 * <b>Cold</b>: one thread, which neither waits for a client nor for the datapath.
 *
 * <p>A command reads counters, which any thread may, or asks the datapath thread by {@link
 * okko.switchd.control.DatapathCalls}. The records are the protocol: their components are the keys of the JSON objects.
 * {@link okko.switchd.control.ControlClient} is the other end.
 */
package okko.switchd.control;
