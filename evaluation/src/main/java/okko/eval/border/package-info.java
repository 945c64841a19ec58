/**
 * What copying costs by the length of a frame: one processor that reads nothing, behind each kind of border in turn,
 * with the processes of {@link okko.eval.run} and the statistics of {@link okko.eval.stat}. <b>Cold.</b>
 */
package okko.eval.border;
