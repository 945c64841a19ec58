/**
 * Messages in bytes and back, for OpenFlow 1.0, 1.3 and 1.5 with Nicira's extensions and Okko's own. Every length and
 * count is checked before it is believed; what is wrong is an {@code OpenFlowException} with the error that its sender
 * is told.
 */
package okko.switchd.openflow.wire;
