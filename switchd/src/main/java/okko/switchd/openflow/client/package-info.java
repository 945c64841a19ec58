/**
 * A controller's side of OpenFlow that waits for its answers: what {@code okko ofctl} talks to a switch with, be it
 * Okko or another. One connection, one thread.
 */
package okko.switchd.openflow.client;
