/**
 * What is asked of every setup alike: the traffic, the program, and the answer that a plain Java oracle gives.
 * <b>Cold.</b>
 *
 * <p>The same bytes in the same order go to every setup. The traffic is a recording of real TCP connections, multiplied
 * to more flows by rewriting addresses; the answer comes from the workload's Java twin, run here, without any switch.
 */
package okko.eval.workload;
