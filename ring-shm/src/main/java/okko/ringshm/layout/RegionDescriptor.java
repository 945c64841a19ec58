package okko.ringshm.layout;

/**
 * How every shared region begins: 64 bytes that tell whether both sides mean the same thing.
 *
 * <pre>
 *  offset  size  field         unit   written by
 *       0     8  magic         -      switch, last, with release: the rest of the header is complete
 *       8     2  major         -      switch; must be equal on both sides
 *      10     2  minor         -      switch; differs where a field was added that old peers may ignore
 *      12     4  endian marker -      switch; reads 01020304 hexadecimal in the right byte order
 *      16     8  region size   bytes  switch; must equal the size of the file
 *      24     4  kind          -      switch; 1 packet pool, 2 descriptor rings
 *      28     4  reserved      -      0
 *      32    16  instance      UUID   switch; one per life of a switch: most significant half first
 *      48     8  epoch         count  switch; 0 for the pool, number of the attachment for its rings
 *      56     8  reserved      -      0
 * </pre>
 */
public final class RegionDescriptor {

    /** Bytes that make a region of Okko: {@code OKKOSHM1}, read as a little-endian number. */
    public static final long MAGIC = 0x314d48534f4b4b4fL;

    /** Version of all layouts in this package; raised by every change that an old peer would misread. */
    public static final short MAJOR = 2;

    /** Version of additions. */
    public static final short MINOR = 0;

    /** What the endian marker must read. */
    public static final int ENDIAN_MARKER = 0x01020304;

    /** Offset of the magic number, bytes. */
    public static final int MAGIC_OFFSET = 0;

    /** Offset of the major version, bytes. */
    public static final int MAJOR_OFFSET = 8;

    /** Offset of the minor version, bytes. */
    public static final int MINOR_OFFSET = 10;

    /** Offset of the endian marker, bytes. */
    public static final int ENDIAN_MARKER_OFFSET = 12;

    /** Offset of the region's size, bytes. */
    public static final int REGION_SIZE_OFFSET = 16;

    /** Offset of the kind, bytes. */
    public static final int KIND_OFFSET = 24;

    /** Offset of the instance's most significant half, bytes. */
    public static final int INSTANCE_OFFSET = 32;

    /** Offset of the epoch, bytes. */
    public static final int EPOCH_OFFSET = 48;

    /** Size of the header, bytes. */
    public static final int SIZE_BYTES = 64;

    private RegionDescriptor() {}
}
