/**
 * OpenFlow messages as values, the same for all versions of the protocol: what controllers ask of the switch, what it
 * answers and what it tells them by itself. How they look on the wire is the business of {@code openflow.wire}; who
 * answers them, of {@code openflow.server}. Matches, actions, flows, groups and meters are those of {@code flow}.
 */
package okko.switchd.openflow;
