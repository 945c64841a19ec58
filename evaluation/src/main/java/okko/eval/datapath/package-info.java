/**
 * How fast the switch forwards: frames of 64 bytes from a replay port through the pipeline to a null port, on one core,
 * with the tables, flows and programs of a list of rows, beside OVS-DPDK ({@link okko.eval.peer}) with the same frames
 * and rules in the same run. <b>Cold.</b>
 *
 * <p>Both switches make their packets themselves, by copying them out of a capture in memory, and both pay for it. A
 * row is timed only if it has been proved: every packet at its place with the bytes that it must have, every rule and
 * every program with its exact count.
 */
package okko.eval.datapath;
