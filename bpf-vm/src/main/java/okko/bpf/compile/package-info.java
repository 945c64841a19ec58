/**
 * A verified program as a JVM class, made with {@code java.lang.classfile}. <b>Cold</b> to make, <b>hot</b> to run.
 *
 * <p>Memory is accessed by raw address, without run-time checks: the verifier has proved the bounds. Must agree with
 * {@code okko.bpf.interpret} on every program.
 */
package okko.bpf.compile;
