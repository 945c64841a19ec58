/**
 * A verified program as a JVM class, made with {@code java.lang.classfile}. <b>Cold</b> to make, <b>hot</b> to run.
 *
 * <p>Each register is a {@code long} local variable, each jump target a label, each function of the program a method;
 * the JIT does the rest. Maps and clock are constants of the class, so that their methods are inlined. Memory is
 * accessed by raw address, without run-time checks: the verifier has proved the bounds. Must agree with
 * {@code okko.bpf.interpret} on every program.
 *
 * <p>HotSpot has two limits of 8,000 bytes of bytecode, some 1,000 instructions, that a JVM with large programs has to
 * lift: {@code -XX:-DontCompileHugeMethods}, or a function beyond it stays interpreted, and {@code -XX:-ClipInlining},
 * or what it calls, down to each access to memory, is no longer inlined once a function and its callees reach it.
 */
package okko.bpf.compile;
