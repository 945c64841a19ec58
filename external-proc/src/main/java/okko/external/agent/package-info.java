/**
 * What stands between the rings and a {@link okko.external.api.Processor}: takes descriptors from the switch, shows the
 * packets to the processor, sends the descriptors back. <b>Hot.</b>
 *
 * <p>One thread per attachment. Nothing that comes over the ring is used unchecked; nothing that the processor does,
 * short of corrupting memory, loses a packet.
 */
package okko.external.agent;
