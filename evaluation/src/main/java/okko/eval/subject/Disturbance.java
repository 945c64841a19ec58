package okko.eval.subject;

/**
 * What a JVM did besides the work that was measured.
 *
 * @param gcCount   garbage collections
 * @param gcMs      time that they took
 * @param compileMs time that the compiler's threads worked
 */
public record Disturbance(long gcCount, long gcMs, long compileMs) {}
