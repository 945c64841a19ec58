/**
 * The checking interpreter: the oracle that the compiler must agree with, and the engine for programs that nobody
 * verified: it needs no more than an image and an environment. <b>Hot</b>, though an order of magnitude slower than
 * compiled code.
 *
 * <p>A program is flattened once into arrays; running it allocates nothing. Each access to memory is checked against
 * {@link okko.bpf.engine.ProgramMemory}, each call of a helper by {@link okko.bpf.helper.CheckedCalls}.
 */
package okko.bpf.interpret;
