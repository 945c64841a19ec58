/**
 * Other switches on the same machine, for a comparison in one run: Open vSwitch with DPDK from Debian's packages,
 * alone or with DPDK's testpmd as its processor, and the kernel's bridge. Each is a
 * {@link okko.eval.subject.SubjectPlan} with processes, network namespaces and files of its own. Says what the machine
 * lacks for it before anything is started, installs nothing, reserves nothing, and leaves nothing behind. <b>Cold</b>,
 * but for the loop of {@link okko.eval.peer.FrameEnd} that sends.
 */
package okko.eval.peer;
