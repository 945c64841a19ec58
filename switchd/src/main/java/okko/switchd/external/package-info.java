/**
 * External processors from the switch's side of the border: who is attached, silent or dead, and what follows from it.
 * <b>Cold</b>: on the control thread. The packets pass by {@link okko.switchd.port.RingPort}, which this package does
 * not know; it sees a {@link okko.switchd.external.ProcessorPort}.
 */
package okko.switchd.external;
