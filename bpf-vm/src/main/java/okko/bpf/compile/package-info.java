/**
 * A verified program as a JVM class, made with {@code java.lang.classfile}. <b>Cold</b> to make, <b>hot</b> to run.
 *
 * <p>Each register is a {@code long} local variable, each jump target a label, each function of the program a method;
 * the JIT does the rest. Maps and clock are constants of the class, so that their methods are inlined. Memory is
 * accessed by raw address, without run-time checks: the verifier has proved the bounds. Must agree with
 * {@code okko.bpf.interpret} on every program.
 */
package okko.bpf.compile;
