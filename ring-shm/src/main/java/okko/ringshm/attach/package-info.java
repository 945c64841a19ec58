/**
 * How a processor gets at the switch's packets, and how the switch learns that it is gone. <b>Cold.</b>
 *
 * <p>A processor connects to a Unix socket and names itself; the switch checks who it is, makes a fresh pair of rings
 * and sends the descriptors of the pool and of the rings. The socket then stays open and silent: its end tells that one
 * side let go. That a processor is dead is proved by its pidfd alone; before that nothing is taken back from it.
 *
 * <p>{@link okko.ringshm.attach.AttachServer} and {@link okko.ringshm.attach.Attachment} are the switch's side, on its
 * control thread; {@link okko.ringshm.attach.ProcessorAttachment} is the processor's.
 */
package okko.ringshm.attach;
