package okko.ringshm.layout;

/**
 * All of a packet that crosses a ring: 16 bytes, two little-endian words. The packet's bytes stay in the pool.
 *
 * <pre>
 *  word  bits   field       unit   meaning
 *     0   0-31  buffer      slot   position in the pool
 *     0  32-47  length      bytes  of the frame
 *     0  48-63  offset      bytes  from the buffer's first data byte (behind its hints) to the frame
 *     1   0-31  generation  count  of the hand-out; a returned descriptor must repeat it
 *     1  32-39  result      -      what the processor makes of the packet; re-enters as metadata. To the processor: the
 *                                  low bits of the packet's metadata, a former processor's result
 *     1  40-55  port        id     to the processor: the OpenFlow port that the packet came in by; from it: the port
 *                                  that the packet is to leave by, if FLAG_OUTPUT is set
 *     1  56-63  flags       bits   {@link #FLAG_DROP}, {@link #FLAG_OUTPUT}
 * </pre>
 *
 * Words are read once, into locals: a peer may change them at any time, and what a local variable has read stays as it
 * is (Java Language Specification, 17.4.3: a read in the program is one read, and the JIT adds none).
 */
public final class PacketDescriptor {

    /** Size of a descriptor, bytes. */
    public static final int SIZE_BYTES = 16;

    /** From the processor: release the packet, do not forward it. */
    public static final int FLAG_DROP = 1;

    /** From the processor: send the packet out by the port that the descriptor names, past the flow tables. */
    public static final int FLAG_OUTPUT = 2;

    private PacketDescriptor() {}

    /**
     * Packs the first word.
     *
     * @param buffer      position in the pool
     * @param offsetBytes to the frame, 0 to 65,535
     * @param lengthBytes of the frame, 0 to 65,535
     * @return word 0
     */
    public static long word0(int buffer, int offsetBytes, int lengthBytes) {
        return (buffer & 0xffffffffL) | (long) (lengthBytes & 0xffff) << 32 | (long) offsetBytes << 48;
    }

    /**
     * Packs the second word.
     *
     * @param generation of the hand-out
     * @param result     0 to 255
     * @param port       0 to 65,535
     * @param flags      0 to 255
     * @return word 1
     */
    public static long word1(int generation, int result, int port, int flags) {
        return (generation & 0xffffffffL) | (long) (result & 0xff) << 32 | (long) (port & 0xffff) << 40
                | (long) flags << 56;
    }

    /**
     * Reads the buffer.
     *
     * @param word0 first word
     * @return position in the pool; not checked, may be negative
     */
    public static int buffer(long word0) {
        return (int) word0;
    }

    /**
     * Reads the frame's length.
     *
     * @param word0 first word
     * @return 0 to 65,535 bytes
     */
    public static int lengthBytes(long word0) {
        return (int) (word0 >>> 32) & 0xffff;
    }

    /**
     * Reads the frame's offset.
     *
     * @param word0 first word
     * @return 0 to 65,535 bytes
     */
    public static int offsetBytes(long word0) {
        return (int) (word0 >>> 48);
    }

    /**
     * Reads the generation.
     *
     * @param word1 second word
     * @return as handed out
     */
    public static int generation(long word1) {
        return (int) word1;
    }

    /**
     * Reads the result.
     *
     * @param word1 second word
     * @return 0 to 255
     */
    public static int result(long word1) {
        return (int) (word1 >>> 32) & 0xff;
    }

    /**
     * Reads the port.
     *
     * @param word1 second word
     * @return 0 to 65,535
     */
    public static int port(long word1) {
        return (int) (word1 >>> 40) & 0xffff;
    }

    /**
     * Reads the flags.
     *
     * @param word1 second word
     * @return 0 to 255
     */
    public static int flags(long word1) {
        return (int) (word1 >>> 56);
    }
}
