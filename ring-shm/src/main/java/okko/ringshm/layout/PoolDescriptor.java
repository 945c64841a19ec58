package okko.ringshm.layout;

/**
 * The packet pool: what follows the {@link RegionDescriptor}, and one buffer.
 *
 * <pre>
 *  offset  size    field         unit   written by
 *      64     4    buffer count  -      switch
 *      68     4    stride        bytes  switch; distance of buffers, an odd multiple of 64
 *      72     4    headroom      bytes  switch; free before a received frame
 *      76     4    data room     bytes  switch; longest frame behind the headroom
 *    4096  stride  buffer 0
 *                  buffer i at 4096 + i * stride
 *
 *  in a buffer
 *       0    64    hints         -      either side; for its own use, never decided upon by the other
 *      64  headroom + data room         whoever holds the buffer: the switch, or the processor it is lent to
 *                  frame data; a packet descriptor's offset counts from here
 *          rest    unused, up to the stride
 * </pre>
 *
 * The stride is odd in units of a cache line, so that equal offsets of neighbouring buffers do not share a cache set.
 */
public final class PoolDescriptor {

    /** Offset of the number of buffers, bytes. */
    public static final int BUFFER_COUNT_OFFSET = 64;

    /** Offset of the stride, bytes. */
    public static final int STRIDE_OFFSET = 68;

    /** Offset of the headroom, bytes. */
    public static final int HEADROOM_OFFSET = 72;

    /** Offset of the data room, bytes. */
    public static final int DATA_ROOM_OFFSET = 76;

    /** Offset of the first buffer, bytes. */
    public static final int BUFFERS_OFFSET = 0x1000;

    /** Size of the hints at a buffer's begin, bytes. */
    public static final int HINTS_BYTES = 64;

    /** Unit of the stride, bytes: a cache line. */
    public static final int STRIDE_UNIT_BYTES = 64;

    private PoolDescriptor() {}
}
