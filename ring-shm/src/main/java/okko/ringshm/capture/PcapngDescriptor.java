package okko.ringshm.capture;

/**
 * Layout of a pcapng file (draft-ietf-opsawg-pcapng): blocks, each in the byte order of its section.
 *
 * <pre>
 *  every block                               section header, type 0x0a0d0d0a
 *  offset size field                         offset size field
 *       0    4 type                               8    4 byte order, 0x1a2b3c4d
 *       4    4 length of the whole block         12    2 major version, 1
 *       8      body, then options, to 4 bytes    14    2 minor version, 0
 *     end    4 length once more                  16    8 length of the section, -1 = not told
 *
 *  interface description, type 1             enhanced packet, type 6
 *       8    2 link type                          8    4 interface, counted from 0 in its section
 *      10    2 unused                            12    4 time, upper half
 *      12    4 longest captured length, 0 = any  16    4 time, lower half
 *      16      options                           20    4 captured length, bytes
 *                                                24    4 length on the wire, bytes
 *  simple packet, type 3                         28      frame, to 4 bytes, then options
 *       8    4 length on the wire, bytes
 *      12      frame, to 4 bytes             option: code (2), length (2), value, to 4 bytes
 * </pre>
 */
final class PcapngDescriptor {

    static final int SECTION_HEADER = 0x0a0d0d0a;
    static final int INTERFACE_DESCRIPTION = 1;
    static final int SIMPLE_PACKET = 3;
    static final int ENHANCED_PACKET = 6;

    static final int BLOCK_HEADER_BYTES = 8;
    /** Header and the length behind it: what a block takes besides its body. */
    static final int BLOCK_FRAME_BYTES = 12;

    static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    static final int BYTE_ORDER_OFFSET = 8;
    static final int MAJOR_VERSION_OFFSET = 12;
    static final int SECTION_HEADER_BYTES = 28;
    static final int MAJOR_VERSION = 1;

    static final int LINK_TYPE_OFFSET = 8;
    static final int SNAP_LENGTH_OFFSET = 12;
    static final int INTERFACE_OPTIONS_OFFSET = 16;
    static final int INTERFACE_BYTES = 20;

    static final int PACKET_INTERFACE_OFFSET = 8;
    static final int TIME_UPPER_OFFSET = 12;
    static final int TIME_LOWER_OFFSET = 16;
    static final int CAPTURED_LENGTH_OFFSET = 20;
    static final int WIRE_LENGTH_OFFSET = 24;
    static final int FRAME_OFFSET = 28;
    static final int ENHANCED_PACKET_BYTES = 32;

    static final int SIMPLE_WIRE_LENGTH_OFFSET = 8;
    static final int SIMPLE_FRAME_OFFSET = 12;
    static final int SIMPLE_PACKET_BYTES = 16;

    static final int OPTION_HEADER_BYTES = 4;
    static final int OPTION_END = 0;
    static final int OPTION_COMMENT = 1;
    static final int OPTION_INTERFACE_NAME = 2;
    static final int OPTION_TIME_RESOLUTION = 9;
    static final int OPTION_TIME_OFFSET = 14;

    /** Time resolution, as a negative power of ten: nanoseconds. */
    static final int NANOSECONDS = 9;
    /** What holds where an interface says nothing of its resolution. */
    static final int MICROSECONDS = 6;

    private PcapngDescriptor() {}

    /** Blocks, frames and options end at a multiple of 4 bytes. */
    static int padded(int bytes) {
        return bytes + 3 & ~3;
    }
}
