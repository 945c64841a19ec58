/**
 * Another switch on the same machine, for a comparison in one run: Open vSwitch with DPDK from Debian's packages, in
 * processes, a network namespace and files of its own. Says what the machine lacks for it before anything is started,
 * installs nothing, and leaves nothing behind. <b>Cold.</b>
 */
package okko.eval.peer;
