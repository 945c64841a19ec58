package okko.switchd.openflow.wire;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldCode;
import okko.switchd.flow.FieldCode.Space;
import okko.switchd.flow.FieldValue;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/** Writes and reads headers and values of fields, under the codes of a version. */
final class FieldCodec {

    private final Map<Field, FieldCode> codes = new EnumMap<>(Field.class);

    private FieldCodec(OpenFlowVersion version) {
        for (Field field : Field.values()) {
            FieldCode.of(field).stream()
                    .filter(code -> isUsed(code, version))
                    .findFirst()
                    .or(() -> FieldCode.of(field).stream().findFirst())
                    .ifPresent(code -> codes.put(field, code));
        }
    }

    /** Codes of OpenFlow 1.0 with Nicira's extensions. */
    static FieldCodec nicira() {
        return new FieldCodec(OpenFlowVersion.V1_0);
    }

    static FieldCodec of(OpenFlowVersion version) {
        return new FieldCodec(version);
    }

    private static boolean isUsed(FieldCode code, OpenFlowVersion version) {
        return switch (version) {
            case V1_0 -> code.space().isNicira();
            case V1_3, V1_4 -> !code.space().isNicira();
            case V1_5 -> !code.space().isNicira() && code.space() != Space.ONF;
        };
    }

    /** {@return the code that a field is written under, or {@code null} if it cannot be spoken of} */
    FieldCode code(Field field) {
        return codes.get(field);
    }

    /** {@return the field that a header names} */
    static FieldCode known(FieldHeader header, FieldPurpose purpose) throws OpenFlowException {
        return header.code(purpose).orElseThrow(() -> new OpenFlowException(purpose.badField(),
                "no field %d of class 0x%04x".formatted(header.number(), header.space())));
    }

    /**
     * Reads a value.
     *
     * @param reader  at the value
     * @param code    of its field
     * @param purpose which says what the error is
     * @return the value as the field has it inside
     * @throws OpenFlowException if the field cannot have it
     */
    static FieldValue readValue(WireReader reader, FieldCode code, FieldPurpose purpose) throws OpenFlowException {
        FieldValue value = readNumber(reader, code.bytes());
        if (code == FieldCode.OXM_OF_IN_PORT) {
            long high = value.low() >>> Short.SIZE;
            long low = value.low() & 0xffff;
            if (high == 0xffff && low >= PortNumbers.FIRST_RESERVED) {
                return FieldValue.of(low);
            }
            check(high == 0 && low < PortNumbers.FIRST_RESERVED, code, value, purpose);
        }
        check(value.andNot(code.field().exactMask()).isZero(), code, value, purpose);
        return value;
    }

    private static void check(boolean isGood, FieldCode code, FieldValue value, FieldPurpose purpose)
            throws OpenFlowException {
        if (!isGood) {
            throw new OpenFlowException(purpose.badValue(), "%s cannot be %s".formatted(code, value));
        }
    }

    /**
     * Reads a mask.
     *
     * @param reader  at the mask
     * @param code    of its field
     * @param purpose which says what the error is
     * @return the mask, bits that the field does not have left out
     * @throws OpenFlowException if the field cannot have one, and it is not that of all bits
     */
    static FieldValue readMask(WireReader reader, FieldCode code, FieldPurpose purpose) throws OpenFlowException {
        FieldValue raw = readNumber(reader, code.bytes());
        FieldValue mask = raw.and(code.field().exactMask());
        boolean isAllOrNothing = mask.isZero() || mask.equals(code.field().exactMask());
        if (!code.field().isMaskable() && !isAllOrNothing) {
            throw new OpenFlowException(purpose.badMask(), "%s is matched as a whole, not under %s"
                    .formatted(code, raw));
        }
        return mask;
    }

    static FieldValue readNumber(WireReader reader, int bytes) throws OpenFlowException {
        if (bytes == 2 * Long.BYTES) {
            return new FieldValue(reader.u64(), reader.u64());
        }
        long value = 0;
        for (int index = 0; index < bytes; index++) {
            value = value << Byte.SIZE | reader.u8();
        }
        return FieldValue.of(value);
    }

    static void writeValue(FieldValue value, FieldCode code, WireWriter writer) {
        boolean isWidePort = code == FieldCode.OXM_OF_IN_PORT;
        writeNumber(isWidePort ? FieldValue.of(PortNumbers.toWide((int) value.low())) : value, code.bytes(), writer);
    }

    static void writeNumber(FieldValue value, int bytes, WireWriter writer) {
        if (bytes == 2 * Long.BYTES) {
            writer.u64(value.high()).u64(value.low());
            return;
        }
        for (int index = bytes - 1; index >= 0; index--) {
            writer.u8((int) (value.low() >>> index * Byte.SIZE));
        }
    }

    /** {@return the fields that are written under the codes of this version} */
    List<Field> fields() {
        return List.copyOf(codes.keySet());
    }
}
