package okko.switchd.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints matches as ovs-ofctl does; {@link MatchReader} reads them. */
final class MatchText {

    private MatchText() {}

    /**
     * Writes a match.
     *
     * @param match whose fields' prerequisites hold
     * @return words with commas between; empty if it matches everything
     */
    static String print(Match match) {
        return String.join(",", words(match, PortLabels.NUMBERS));
    }

    /**
     * Writes a match.
     *
     * @param match  whose fields' prerequisites hold
     * @param labels of ports
     * @return its words
     */
    static List<String> words(Match match, PortLabels labels) {
        List<String> words = new ArrayList<>();
        Match rest = printShorthand(match, words);
        for (Field field : Field.values()) {
            FieldValue mask = rest.mask(field);
            boolean impliedHold = (match.keyWord(field.word()) & field.impliedBits()) == field.impliedBits();
            if (!mask.isZero() && impliedHold && field.prerequisite().holds(match)) {
                words.add(field.label() + "=" + (field == Field.IN_PORT ? labels.label((int) rest.value(field).low())
                        : field.form().print(rest.value(field), mask, field)));
                rest = rest.without(field);
            }
        }
        return words;
    }

    /** Writes EtherType and protocol as one word where there is one, and returns what is left to write. */
    private static Match printShorthand(Match match, List<String> words) {
        Optional<Shorthand> shorthand = Shorthand.of(match);
        if (shorthand.isEmpty()) {
            return match;
        }
        words.add(shorthand.get().label());
        Match rest = match.without(Field.DL_TYPE);
        return shorthand.get().hasProtocol() ? rest.without(Field.NW_PROTO) : rest;
    }
}
