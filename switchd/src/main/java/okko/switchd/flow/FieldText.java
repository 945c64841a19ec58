package okko.switchd.flow;

/** Values of single fields as text. */
public final class FieldText {

    private FieldText() {}

    /**
     * Writes a field of a packet.
     *
     * @param field of the packet
     * @param key   of the packet, {@link FlowKey#WORDS} words
     * @return {@code name=value}, as in a match of all bits of the field
     */
    public static String print(Field field, long[] key) {
        return field.label() + "=" + field.form().print(field.read(key), field.exactMask(), field);
    }

    /**
     * Reads a value of a field.
     *
     * @param field whose form it has
     * @param text  without a mask
     * @return the value
     * @throws NumberFormatException if it is none
     */
    public static FieldValue parse(Field field, String text) {
        return field.form().parse(text, field).value();
    }
}
