package okko.switchd.flow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import okko.switchd.flow.TextForm.MaskedValue;

/** Puts a match together from the words of one flow; the reader of the flow says in which column each stands. */
final class MatchReader {

    /** In {@code dl_vlan}: the frame has no tag; OpenFlow 1.0's {@code OFP_VLAN_NONE}. */
    private static final FieldValue VLAN_NONE = FieldValue.of(0xffff);

    private final PortNames ports;
    private final Map<Field, Integer> columns = new LinkedHashMap<>();

    private Match match = Match.ANY;

    /**
     * Begins with a match of every packet.
     *
     * @param ports that it may speak of
     */
    MatchReader(PortNames ports) {
        this.ports = ports;
    }

    /**
     * Reads a word such as {@code tcp}.
     *
     * @param word   to read
     * @param column where it stands, from 1
     * @throws FlowSyntaxException if there is no such word, or it contradicts one before it
     */
    void readShorthand(String word, int column) throws FlowSyntaxException {
        Shorthand shorthand = Shorthand.named(word).orElseThrow(() -> new FlowSyntaxException(column,
                "unknown word %s; expected NAME=VALUE or one of %s".formatted(word, Shorthand.list())));
        narrow(word, Field.DL_TYPE, exactly(Field.DL_TYPE, shorthand.type()), column);
        if (shorthand.hasProtocol()) {
            narrow(word, Field.NW_PROTO, exactly(Field.NW_PROTO, shorthand.protocol()), column);
        }
    }

    /**
     * Reads a word such as {@code nw_src=10.0.0.0/8}.
     *
     * @param name   of the field
     * @param text   value, or value/mask
     * @param column where the word stands, from 1
     * @throws FlowSyntaxException if there is no such field, the value is none of its, or it contradicts a word before
     */
    void readField(String name, String text, int column) throws FlowSyntaxException {
        Field field = Field.named(name);
        if (field == null || field.access() == FieldAccess.INTERNAL) {
            throw new FlowSyntaxException(column,
                    "unknown field %s; expected table, priority, filter_prog, cookie, idle_timeout, hard_timeout, %s"
                            .formatted(name, fields()));
        }
        columns.put(field, column);
        if (field.form() == TextForm.PORT) {
            int port = ports.find(text).orElseThrow(() -> new FlowSyntaxException(column,
                    "unknown port %s in %s; %s".formatted(text, name, ports.list())));
            narrow(name, field, exactly(field, Integer.toUnsignedLong(port)), column);
        } else if (field == Field.DL_VLAN && text.toLowerCase(Locale.ROOT).equals(VLAN_NONE.toString())) {
            narrow(name, Field.VLAN_TCI, exactly(Field.VLAN_TCI, 0), column);
        } else {
            try {
                narrow(name, field, field.form().parse(text, field), column);
            } catch (NumberFormatException _) {
                throw new FlowSyntaxException(column, "%s=%s: expected %s, of at most %d bits"
                        .formatted(name, text, field.form().expected(), field.bits()));
            }
        }
    }

    /**
     * Ends the match.
     *
     * @return all that was read
     * @throws FlowSyntaxException if a field has no meaning in the packets that are matched
     */
    Match finish() throws FlowSyntaxException {
        for (Map.Entry<Field, Integer> given : columns.entrySet()) {
            Prerequisite prerequisite = given.getKey().prerequisite();
            if (!prerequisite.holds(match)) {
                throw new FlowSyntaxException(given.getValue(), "%s matches only with %s in the match"
                        .formatted(given.getKey().label(), prerequisite.text()));
            }
        }
        return match;
    }

    private void narrow(String word, Field field, MaskedValue wanted, int column) throws FlowSyntaxException {
        if (match.contradicts(field, wanted.value(), wanted.mask())) {
            throw new FlowSyntaxException(column, word + " contradicts what stands before it");
        }
        match = match.with(field, wanted.value(), wanted.mask());
    }

    private static MaskedValue exactly(Field field, long value) {
        return new MaskedValue(FieldValue.of(value), field.exactMask());
    }

    private static String fields() {
        return Arrays.stream(Field.values())
                .filter(field -> field.access() != FieldAccess.INTERNAL && !field.label().matches("x*reg.*"))
                .map(Field::label)
                .collect(Collectors.joining(", ", "", ", reg0 to reg15, xreg0 to xreg7, xxreg0 to xxreg3"));
    }
}
