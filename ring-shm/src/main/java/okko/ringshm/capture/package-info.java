/**
 * Recorded traffic: reads and writes classic pcap files (libpcap's savefile format, {@code pcap-savefile(5)}) and
 * pcapng files. <b>Cold</b>, but for writing frames that pass a pcap port.
 *
 * <p>The one reader of the project: the switch's pcap and replay ports, the BPF command line, the processors' tests
 * and the evaluation all go through it. Only Ethernet captures are accepted.
 */
package okko.ringshm.capture;
