/**
 * The switch's side of OpenFlow: connections with controllers and tools, and what is done for them. Everything here
 * happens on the control thread, which never waits for anybody.
 */
package okko.switchd.openflow.server;
