package okko.switchd.openflow.wire;

import java.util.Optional;
import okko.switchd.flow.FieldCode;
import okko.switchd.flow.FieldCode.Space;
import okko.switchd.openflow.OpenFlowException;

/**
 * Which field follows, whether with a mask, and how long it is (OpenFlow 1.3, 7.2.3.2).
 *
 * @param space        class, 16 bits
 * @param experimenter whose field; 0 unless the class is that of experimenters
 * @param number       7 bits
 * @param hasMask      whether a mask follows the value
 * @param bytes        length of the value, and of the mask if there is one, together
 */
record FieldHeader(int space, int experimenter, int number, boolean hasMask, int bytes) {

    /** Class of experimenters' fields. */
    static final int EXPERIMENTER_CLASS = 0xffff;

    private static final int EXPERIMENTER_BYTES = 4;
    private static final int COOKIE_NUMBER = 30;
    private static final int PROGRAM_NUMBER = 0;

    /** The cookie of a flow, among the fields of Nicira's match ({@code NXM_NX_COOKIE}). */
    static FieldHeader cookie() {
        return new FieldHeader(Space.NICIRA.number(), 0, COOKIE_NUMBER, true, 2 * Long.BYTES);
    }

    /** The filter program of a flow, 16 bits ({@code filter_prog}). */
    static FieldHeader program(boolean hasMask) {
        return new FieldHeader(EXPERIMENTER_CLASS, Kind.OKKO, PROGRAM_NUMBER, hasMask,
                hasMask ? 2 * Short.BYTES : Short.BYTES);
    }

    static FieldHeader of(FieldCode code, boolean hasMask) {
        return new FieldHeader(code.space().number(), code.space().experimenter(), code.number(), hasMask,
                hasMask ? 2 * code.bytes() : code.bytes());
    }

    /**
     * Reads a header.
     *
     * @param reader  at its beginning
     * @param purpose which says what the error is
     * @return the header; what it announces is there
     * @throws OpenFlowException if it cannot be one, or there is less than it announces
     */
    static FieldHeader read(WireReader reader, FieldPurpose purpose) throws OpenFlowException {
        FieldHeader header = readName(reader, purpose);
        if (header.bytes > reader.remaining()) {
            throw new OpenFlowException(purpose.badLength(), "field 0x%04x:%d of %d bytes where %d are left"
                    .formatted(header.space, header.number, header.bytes, reader.remaining()));
        }
        return header;
    }

    /** Reads a header that nothing follows: it only names a field. */
    static FieldHeader readName(WireReader reader, FieldPurpose purpose) throws OpenFlowException {
        int space = reader.u16();
        int number = reader.u8();
        int bytes = reader.u8();
        int experimenter = 0;
        if (space == EXPERIMENTER_CLASS) {
            if (bytes < EXPERIMENTER_BYTES) {
                throw new OpenFlowException(purpose.badLength(),
                        "an experimenter's field of %d bytes; expected 4 or more".formatted(bytes));
            }
            experimenter = reader.u32();
            bytes -= EXPERIMENTER_BYTES;
        }
        boolean hasMask = (number & 1) != 0;
        if (hasMask && bytes % 2 != 0) {
            throw new OpenFlowException(purpose.badLength(), "field 0x%04x:%d and its mask have %d bytes together"
                    .formatted(space, number >> 1, bytes));
        }
        return new FieldHeader(space, experimenter, number >> 1, hasMask, bytes);
    }

    void write(WireWriter writer) {
        writer.u16(space).u8(number << 1 | (hasMask ? 1 : 0));
        if (space == EXPERIMENTER_CLASS) {
            writer.u8(bytes + EXPERIMENTER_BYTES).u32(experimenter);
        } else {
            writer.u8(bytes);
        }
    }

    /** {@return length of the value alone} */
    int valueBytes() {
        return hasMask ? bytes / 2 : bytes;
    }

    boolean isCookie() {
        return space == Space.NICIRA.number() && number == COOKIE_NUMBER && valueBytes() == Long.BYTES;
    }

    boolean isProgram() {
        return space == EXPERIMENTER_CLASS && experimenter == Kind.OKKO && number == PROGRAM_NUMBER;
    }

    /**
     * Finds the field.
     *
     * @param purpose which says what the error is
     * @return its code; empty if Okko has no such field
     * @throws OpenFlowException if its length is not that of the field
     */
    Optional<FieldCode> code(FieldPurpose purpose) throws OpenFlowException {
        Optional<FieldCode> code = FieldCode.numbered(space, experimenter, number);
        if (code.isPresent() && code.get().bytes() != valueBytes()) {
            throw new OpenFlowException(purpose.otherLength(), "%s has %d bytes, not %d"
                    .formatted(code.get(), code.get().bytes(), valueBytes()));
        }
        return code;
    }
}
