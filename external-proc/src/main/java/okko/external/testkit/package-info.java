/**
 * Runs a processor without a switch, for the tests of those who write one: a {@link okko.external.testkit.TestBench}
 * shows it frames or a whole capture and tells what it made of each. <b>Cold.</b>
 *
 * <p>The processor meets the same {@link okko.external.api.PacketBatch} as in a process of its own. What would end that
 * process or harm others there, a write beside a frame or into a packet that may only be read, is an error here.
 */
package okko.external.testkit;
