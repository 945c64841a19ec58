package okko.switchd.packet;

/**
 * What a filter that runs elsewhere is asked about a packet: whoever sends the packet there keeps this in memory of the
 * switch alone, and gives it back with the answer. Only the classifier's decision is one.
 */
public interface Question {}
