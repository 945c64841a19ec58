package okko.switchd.openflow.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of fields in few words: {@code reg0...reg15 eth_{src,dst} vlan_{tci,vid,pcp}}. */
final class FieldNames {

    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d+)");

    private FieldNames() {}

    /**
     * Writes names.
     *
     * @param names in the order of the fields
     * @return the names, those with the same first part in braces, with blanks between
     */
    static String print(List<String> names) {
        return join(names, " ");
    }

    private static String join(List<String> names, String separator) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < names.size()) {
            int end = endOfRange(names, at);
            if (end > at + 1) {
                words.add(names.get(at) + "..." + names.get(end - 1));
                at = end;
                continue;
            }
            String prefix = prefix(names.get(at));
            end = at + 1;
            while (!prefix.isEmpty() && end < names.size() && prefix(names.get(end)).equals(prefix)) {
                end++;
            }
            if (end == at + 1) {
                words.add(names.get(at));
            } else {
                words.add(prefix + "{" + join(names.subList(at, end).stream()
                        .map(name -> name.substring(prefix.length())).toList(), ",") + "}");
            }
            at = end;
        }
        return String.join(separator, words);
    }

    /** The first part of a name, with its underscore; empty if it has one part. */
    private static String prefix(String name) {
        return name.substring(0, name.indexOf('_') + 1);
    }

    /** Where names end that differ in a number which grows by one. */
    private static int endOfRange(List<String> names, int start) {
        int end = start + 1;
        while (end < names.size() && isNext(names.get(end - 1), names.get(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNext(String name, String next) {
        Matcher one = NUMBERED.matcher(name);
        Matcher other = NUMBERED.matcher(next);
        return one.matches() && other.matches() && one.group(1).equals(other.group(1))
                && Integer.parseInt(one.group(2)) + 1 == Integer.parseInt(other.group(2));
    }
}
