/**
 * {@code okko bpf}: the virtual machine alone, without a switch. <b>Cold</b>, but for what {@code bench} times.
 *
 * <p>One class per subcommand. They live in this module because only it sees both programs and captures.
 */
package okko.eval.bpf;
