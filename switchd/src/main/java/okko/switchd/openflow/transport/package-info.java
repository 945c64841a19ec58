/**
 * How the bytes of OpenFlow come and go: where connections lead, sockets that nobody waits for, TLS, and the cutting of
 * a stream into messages. Nothing here knows what a message says.
 */
package okko.switchd.openflow.transport;
