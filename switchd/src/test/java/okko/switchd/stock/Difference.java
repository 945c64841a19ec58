package okko.switchd.stock;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Okko does something else than Open vSwitch, for a reason: each is a line of docs/openflow-differences.md, by
 * its name, and tells from the packet and the trace of Open vSwitch whether it can be met.
 */
enum Difference {
    /** Open vSwitch knows two tags, and forgets the third one behind a tag that it pushes. */
    MORE_THAN_TWO_TAGS("more than two tags") {
        @Override
        boolean isMet(byte[] frame, String trace) {
            return tags(frame) + count("push_vlan", trace) > 2;
        }
    },
    /** Open vSwitch knows three labels, and drops what gets a fourth. */
    MORE_THAN_THREE_LABELS("more than three labels") {
        @Override
        boolean isMet(byte[] frame, String trace) {
            return labels(frame) + count("push_mpls", trace) > 3;
        }
    },
    /** Open vSwitch has 0 for the ports of a first fragment, unless a tool asks for {@code nx-match}. */
    FIRST_FRAGMENTS("ports of first fragments") {
        @Override
        boolean isMet(byte[] frame, String trace) {
            return trace.contains("nw_frag=first");
        }
    },
    /** OpenFlow drops a packet that misses a table it was sent to by goto_table; Open vSwitch does its action set. */
    ACTION_SET_OF_A_MISS("action set of a miss") {
        @Override
        boolean isMet(byte[] frame, String trace) {
            return trace.contains("Executing action set:") && MISS_BEHIND_GOTO.matcher(trace).find();
        }
    };

    private static final Pattern MISS_BEHIND_GOTO = Pattern.compile("goto_table:\\d+\\R *\\d+\\. No match\\.");

    private final String title;

    Difference(String title) {
        this.title = title;
    }

    abstract boolean isMet(byte[] frame, String trace);

    /** The first words of its line in the list. */
    String title() {
        return title;
    }

    static Optional<Difference> met(byte[] frame, String trace) {
        return Arrays.stream(values()).filter(difference -> difference.isMet(frame, trace)).findFirst();
    }

    static List<String> titles() {
        return Arrays.stream(values()).map(Difference::title).toList();
    }

    private static int count(String action, String trace) {
        return (int) Pattern.compile("^ +" + action, Pattern.MULTILINE).matcher(trace).results().count();
    }

    private static int type(byte[] frame, int at) {
        return (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
    }

    private static int tags(byte[] frame) {
        int tags = 0;
        while (type(frame, 12 + 4 * tags) == 0x8100) {
            tags++;
        }
        return tags;
    }

    private static int labels(byte[] frame) {
        int at = 12 + 4 * tags(frame);
        if (type(frame, at) != 0x8847) {
            return 0;
        }
        int labels = 1;
        while ((frame[at + 4 * labels] & 1) == 0) {
            labels++;
        }
        return labels;
    }
}
