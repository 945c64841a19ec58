/**
 * Stages 1 and 6: where frames come from and where they go. Each kind of port is one class, a {@link
 * okko.switchd.packet.Source} and a {@link okko.switchd.packet.Sink} at once. <b>Hot</b>, but for opening and closing.
 *
 * <p>A port keeps the rule of its own counters: what it receives it counts before it drops it, what it cannot send it
 * drops by name. Frames never move: the kernel, a capture or a processor finds them in pool buffers.
 *
 * <p>Threads: opened by any thread ({@link okko.switchd.port.PortFactory}), filled with buffers, used and drained by
 * one datapath thread, closed by any thread when no thread uses it any more: ports come and go while packets flow.
 */
package okko.switchd.port;
