/**
 * The border across which packets are copied: messages over Aeron, between processes of one machine or of two. Stands
 * beside {@link okko.ringshm.ring}, across which only descriptors pass. <b>Hot</b>: sending and polling; <b>cold</b>:
 * {@link okko.ringshm.message.MessageMedium}.
 *
 * <p>What a message holds is {@link okko.ringshm.layout.MessageDescriptor}'s. Threads: a medium has threads of its own
 * for Aeron's housekeeping; a sender or receiver belongs to one thread, which never waits for those.
 */
package okko.ringshm.message;
