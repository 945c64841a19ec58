/**
 * OpenFlow messages as text, in the words and the layout of ovs-ofctl 3.1. What flows, matches and actions look like is
 * the business of {@code flow}; here is what stands around them.
 */
package okko.switchd.openflow.text;
