package okko.switchd.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import okko.switchd.classify.Rule;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowText;
import okko.switchd.packet.PacketProgram.Verdict;
import okko.switchd.translate.Witness;

/** Writes down what happens to a packet, as it happens. */
final class Story implements Witness {

    private final List<String> lines = new ArrayList<>();
    private final Function<Rule, Optional<Flow>> flows;

    /** The table whose rule has just answered: to be looked at again for that alone. */
    private int asked = NOWHERE;

    private static final int NOWHERE = -1;

    Story(Function<Rule, Optional<Flow>> flows) {
        this.flows = flows;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void looksUp(int table) {
        if (asked != table) {
            lines.add("table " + table);
        }
        asked = NOWHERE;
    }

    /** {@inheritDoc} Never called where filters answer before translation goes on. */
    @Override
    public void asks(Rule rule, boolean match) {
        note("asks " + text(rule));
    }

    /** A filter has answered. */
    void answered(Rule rule, String answer) {
        asked = rule.table();
        note(text(rule) + ": " + answer);
    }

    /** A program has said what becomes of the packet. */
    void ran(int program, Verdict verdict, int chosenPort) {
        note("prog:" + program + ": " + switch (verdict) {
            case PASS_ON -> "passes it on";
            case DROP -> "drops it";
            case OUTPUT -> "sends it to port " + chosenPort;
            case RETURN -> "sends it back";
            case CONTROLLER -> "sends it to the controllers";
            case ABORTED -> "breaks off";
        });
    }


    @Override
    public void executes(Rule rule) {
        note(text(rule) + " actions=" + FlowText.printActions(rule.actions()));
    }

    @Override
    public void misses() {
        note("no match");
    }

    @Override
    public void looksAgain() {
        note("is parsed again");
    }

    @Override
    public void enters(int group, int bucket) {
        lines.add("group " + Integer.toUnsignedString(group) + ", bucket " + bucket);
    }

    @Override
    public void leaves() {
        // What belongs together follows from the order.
    }

    private void note(String line) {
        lines.add("  " + line);
    }

    private String text(Rule rule) {
        String text = flows.apply(rule).map(FlowText::printRule).orElse("");
        return text.isEmpty() ? "any packet" : text;
    }
}
