package okko.switchd.datapath;

import okko.switchd.translate.Directive;

/**
 * A packet that comes from a controller.
 *
 * @param frame    the packet; not to be changed any more
 * @param inPort   OpenFlow number of the port that it is said to have come in by
 * @param metadata that goes along with it
 * @param how      what is to be done with it
 */
public record PacketOut(byte[] frame, int inPort, long metadata, Directive how) {}
