/**
 * A program as a JVM class, made with {@code java.lang.classfile}. <b>Cold</b> to make, <b>hot</b> to run.
 *
 * <p>Each register is a {@code long} local variable, each jump target a label, each function of the program a method;
 * the JIT does the rest. Maps, helpers and clock are constants of the class, so that their methods are inlined; the
 * addresses of map values are read from the maps, which may be bound to other memory. Must agree with
 * {@code okko.bpf.interpret} on every program.
 *
 * <p>Memory is accessed by raw address: of a verified program without checks, as the bounds are proved; else through
 * the same {@code ProgramMemory} as in the interpreter. Before bytecode is written, two analyses look at the program:
 * which halves of registers are read ({@code Demand}), and how large the numbers in them are ({@code Magnitudes}); what
 * nobody reads is not computed, what has no sign bit is not extended, and is compared and divided as signed. A function
 * too large for the JIT becomes several methods ({@code Pieces}), so that no flag of the JVM is needed. Unless the
 * verifier knows that a program stops in time, loops and calls count against a budget.
 */
package okko.bpf.compile;
