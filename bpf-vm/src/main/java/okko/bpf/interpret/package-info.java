/**
 * The checking interpreter: the oracle that the compiler must agree with, and the engine for programs that nobody
 * verified: it needs no more than an image and an environment. <b>Hot</b>, though an order of magnitude slower than
 * compiled code.
 *
 * <p>A program is flattened once into arrays; running it allocates nothing. Each access to memory is checked against
 * what the program owns: the packet (to read), its stack, values of its maps, its constant data (to read).
 */
package okko.bpf.interpret;
