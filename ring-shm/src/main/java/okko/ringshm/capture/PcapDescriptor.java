package okko.ringshm.capture;

/**
 * Layout of a classic pcap file; all integers in the byte order of the machine that wrote it.
 *
 * <pre>
 *  file header                          packet header, before each packet's bytes
 *  offset size field                    offset size field
 *       0    4 magic                         0    4 seconds
 *       4    2 major version, 2              4    4 microseconds (nanoseconds with the other magic)
 *       6    2 minor version, 4              8    4 captured length, bytes
 *       8    8 unused                       12    4 length on the wire, bytes
 *      16    4 longest captured length
 *      20    4 link type
 * </pre>
 */
final class PcapDescriptor {

    static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    static final int MAJOR_VERSION = 2;
    static final int MINOR_VERSION = 4;
    static final int LINK_TYPE_ETHERNET = 1;

    static final int FILE_HEADER_BYTES = 24;
    static final int MAJOR_VERSION_OFFSET = 4;
    static final int MINOR_VERSION_OFFSET = 6;
    static final int SNAP_LENGTH_OFFSET = 16;
    static final int LINK_TYPE_OFFSET = 20;

    static final int PACKET_HEADER_BYTES = 16;
    static final int SECONDS_OFFSET = 0;
    static final int FRACTION_OFFSET = 4;
    static final int CAPTURED_LENGTH_OFFSET = 8;
    static final int WIRE_LENGTH_OFFSET = 12;

    /** Longest captured length that libpcap accepts; anything above is a broken file. */
    static final int MAX_SNAP_LENGTH = 262_144;

    private PcapDescriptor() {}
}
