/**
 * What a thread does that finds nothing to do: look again, or sleep until a ring or a descriptor has something for it.
 *
 * <p>Beside the packet's way: it runs only between two batches, and allocates nothing. A thread lists anew, each time
 * before it sleeps, what can wake it, so that there is nothing to keep in step when ports and processors come and go.
 */
package okko.ringshm.idle;
