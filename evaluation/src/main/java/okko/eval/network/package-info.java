/**
 * Hosts of our own, for what is measured across a network on one machine: unnamed network namespaces, joined by veth
 * pairs. <b>Cold.</b> Nothing of the machine's own network is touched, and nothing is left of them when their processes
 * are gone, however those ended.
 */
package okko.eval.network;
