/**
 * May this program run? Accepts only what cannot harm the switch, and says why it refuses the rest. <b>Cold.</b>
 *
 * <p>Three separate questions (after PREVAIL): what does an instruction <em>need</em>, what is its <em>effect</em> on
 * the abstract state, does the state <em>entail</em> the need. The verifier itself is then one loop over the program.
 */
package okko.bpf.verify;
