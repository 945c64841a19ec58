package okko.switchd.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of a list of actions, with its place.
 *
 * @param text   of the word
 * @param column where it stands, from 1
 */
record ActionWord(String text, int column) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\-]*");

    /** Each takes some of the thread's stack. */
    private static final int MAX_DEPTH = 16;

    /** What stands before a colon or an opening parenthesis. */
    String name() {
        Matcher name = NAME.matcher(text);
        return name.lookingAt() ? name.group() : "";
    }

    boolean hasArgument() {
        return name().length() < text.length();
    }

    /** What stands behind the colon, or between the parentheses. */
    ActionWord argument() throws FlowSyntaxException {
        int at = name().length();
        if (!hasArgument()) {
            throw new FlowSyntaxException(column, text + ": an argument is missing");
        }
        if (text.charAt(at) == ':') {
            return new ActionWord(text.substring(at + 1), column + at + 1);
        }
        if (text.charAt(at) != '(' || !text.endsWith(")")) {
            throw new FlowSyntaxException(column + at,
                    text + ": expected \":\" or parentheses around the argument");
        }
        return new ActionWord(text.substring(at + 1, text.length() - 1), column + at + 1);
    }

    /** Splits at commas and blanks outside of parentheses. */
    List<ActionWord> words() throws FlowSyntaxException {
        List<ActionWord> words = new ArrayList<>();
        int depth = 0;
        int from = 0;
        String list = text + ",";
        for (int at = 0; at < list.length(); at++) {
            char c = list.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth > MAX_DEPTH) {
                throw new FlowSyntaxException(column + at,
                        "parentheses in parentheses, more than " + MAX_DEPTH + " deep");
            }
            if (depth == 0 && (c == ',' || Character.isWhitespace(c))) {
                if (at > from) {
                    words.add(new ActionWord(list.substring(from, at), column + from));
                }
                from = at + 1;
            }
        }
        if (depth != 0) {
            throw new FlowSyntaxException(column + from, "a parenthesis is not closed");
        }
        return words;
    }
}
