package okko.switchd.trace;

import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;

/** Fields of keys that people are to see. */
final class Fields {

    private Fields() {}

    /** {@return all bits of those fields of which some bits are set} */
    static long[] whole(long[] bits) {
        long[] whole = new long[FlowKey.WORDS];
        for (Field field : Field.values()) {
            if (!field.read(bits).equals(FieldValue.ZERO)) {
                field.write(whole, field.exactMask(), field.exactMask());
            }
        }
        return whole;
    }
}
