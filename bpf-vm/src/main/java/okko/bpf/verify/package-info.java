/**
 * May this program run? Accepts only what cannot harm the switch, and says why it refuses the rest. <b>Cold.</b>
 *
 * <p>Three separate questions (after PREVAIL): what does an instruction <em>need</em>, what is its <em>effect</em> on
 * the abstract state, does the state <em>entail</em> the need. The verifier itself is then one loop over the program.
 *
 * <p>In: a linked {@link okko.bpf.image.ProgramImage}. Out: a {@link okko.bpf.verify.Verdict}. Any thread; everything
 * is immutable but the loop's own lists. Cost: linear in the program's length, whatever its branches; times the rounds
 * that its loops take to settle; never more than a fixed number of steps.
 */
package okko.bpf.verify;
