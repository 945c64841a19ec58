/**
 * {@code okko proc}: starts an external processor and runs it until it is told to stop or the switch goes away.
 * <b>Cold.</b>
 */
package okko.external.cli;
