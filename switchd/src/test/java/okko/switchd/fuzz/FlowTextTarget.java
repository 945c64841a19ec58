package okko.switchd.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.Group;
import okko.switchd.flow.GroupText;
import okko.switchd.flow.MeterText;
import okko.switchd.flow.PortNames;

/** Text of flows, selections, groups and meters: it is refused in one line, or reads the same once it is printed. */
public final class FlowTextTarget implements FuzzTarget {

    private final PortNames ports = new PortNames(Map.of("p1", 1, "p2", 2));

    /** Made by its class loader. */
    public FlowTextTarget() {}

    @Override
    public void feed(byte[] input) {
        String text = new String(input, ISO_8859_1);
        try {
            Flow flow = FlowText.parse(text, ports);
            String printed = FlowText.print(flow);
            String again = FlowText.print(reread(printed));
            if (!again.equals(printed)) {
                throw new AssertionError(printed + " reads as " + again);
            }
        } catch (FlowSyntaxException e) {
            requireOneLine(e);
        }
        try {
            FlowText.parseSelection(text, ports, FlowText.Strictness.LOOSE);
            FlowText.parseSelection(text, ports, FlowText.Strictness.STRICT);
        } catch (FlowSyntaxException e) {
            requireOneLine(e);
        }
        try {
            Group group = GroupText.parse(text, ports);
            GroupText.print(group);
        } catch (FlowSyntaxException e) {
            requireOneLine(e);
        }
        try {
            MeterText.print(MeterText.parse(text));
        } catch (FlowSyntaxException e) {
            requireOneLine(e);
        }
    }

    private Flow reread(String printed) {
        try {
            return FlowText.parse(printed, ports);
        } catch (FlowSyntaxException e) {
            throw new AssertionError(printed + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireOneLine(FlowSyntaxException e) {
        if (e.getMessage() == null || e.getMessage().contains("\n")) {
            throw new AssertionError("not one line: " + e.getMessage(), e);
        }
    }
}
