/**
 * Okko beside the stock Open vSwitch of the machine: its tools against our switch, and its switch beside ours.
 */
package okko.switchd.stock;
