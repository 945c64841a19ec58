package okko.switchd.openflow.wire;

import java.util.OptionalInt;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/**
 * Numbers of ports on the wire. Inside they have 16 bits, as in OpenFlow 1.0; later versions have 32, and their
 * reserved ones are those of 1.0 with ones before them.
 */
final class PortNumbers {

    /** First number that is no port's in OpenFlow 1.0 ({@code OFPP_MAX}). */
    static final int FIRST_RESERVED = 0xff00;

    /** No port, or any ({@code OFPP_NONE} of 1.0, {@code OFPP_ANY} later). */
    static final int NONE = 0xffff;

    private static final int HIGH_BITS = 0xffff0000;

    private PortNumbers() {}

    /**
     * Reads a number.
     *
     * @param reader  at the number: 16 bits in OpenFlow 1.0, 32 later
     * @param version that it is written in
     * @return 16 bits; 0xffff for none
     * @throws OpenFlowException if it is higher than Okko's ports can be, and not reserved
     */
    static int read(WireReader reader, OpenFlowVersion version) throws OpenFlowException {
        return version == OpenFlowVersion.V1_0 ? reader.u16() : ofWide(reader.u32());
    }

    /**
     * Translates a number of OpenFlow 1.1 and later.
     *
     * @param number 32 bits
     * @return 16 bits; 0xffff for any
     * @throws OpenFlowException if it is higher than Okko's ports can be, and not reserved
     */
    static int ofWide(int number) throws OpenFlowException {
        int low = number & 0xffff;
        boolean isReserved = (number & HIGH_BITS) == HIGH_BITS && low >= FIRST_RESERVED;
        if (!isReserved && ((number & HIGH_BITS) != 0 || low >= FIRST_RESERVED)) {
            throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_OUT_PORT,
                    "port %s; ports have numbers below 65280".formatted(Integer.toUnsignedString(number)));
        }
        return low;
    }

    /**
     * Translates a number for OpenFlow 1.1 and later.
     *
     * @param number 16 bits
     * @return 32 bits
     */
    static int toWide(int number) {
        return number >= FIRST_RESERVED ? number | HIGH_BITS : number;
    }

    /**
     * Writes a number.
     *
     * @param number  16 bits
     * @param version to write it in
     * @param writer  takes 16 bits in OpenFlow 1.0, 32 later
     */
    static void write(int number, OpenFlowVersion version, WireWriter writer) {
        if (version == OpenFlowVersion.V1_0) {
            writer.u16(number);
        } else {
            writer.u32(toWide(number));
        }
    }

    /**
     * Reads a number, or that any port is meant.
     *
     * @param reader  at the number
     * @param version that it is written in
     * @param any10   what says so in OpenFlow 1.0: {@code OFPP_NONE} or {@code OFPP_ALL}
     * @return empty for any
     * @throws OpenFlowException if it is higher than Okko's ports can be, and not reserved
     */
    static OptionalInt readOrAny(WireReader reader, OpenFlowVersion version, int any10) throws OpenFlowException {
        int number = read(reader, version);
        int any = version == OpenFlowVersion.V1_0 ? any10 : NONE;
        return number == any ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /**
     * Writes a number, or that any port is meant.
     *
     * @param number  empty for any
     * @param version to write it in
     * @param any10   what says so in OpenFlow 1.0
     * @param writer  takes it
     */
    static void writeOrAny(OptionalInt number, OpenFlowVersion version, int any10, WireWriter writer) {
        write(number.orElse(version == OpenFlowVersion.V1_0 ? any10 : NONE), version, writer);
    }
}
