/**
 * The checking interpreter: the oracle that the compiler must agree with, and the engine for programs that nobody
 * verified. <b>Hot</b>, though an order of magnitude slower than compiled code.
 *
 * <p>Also runs programs that were not verified: {@code new Interpreter(image, Environment.allocate(image, clock, log))}.
 *
 * <p>A program is flattened once into arrays; running it allocates nothing. Each access to memory is checked against
 * what the program owns: the packet (to read), its stack, values of its maps, its constant data (to read).
 */
package okko.bpf.interpret;
