package okko.switchd.openflow.text;

import java.util.List;
import okko.switchd.flow.Action;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.PortLabels;
import okko.switchd.openflow.OpenFlowVersion;

/**
 * How flows are written.
 *
 * @param version in whose words
 * @param labels  of ports
 */
public record FlowStyle(OpenFlowVersion version, PortLabels labels) {

    /** Priority and match. */
    String rule(Flow flow) {
        return FlowText.printRule(flow, labels);
    }

    /** OpenFlow 1.0 strips tags where later versions pop them. */
    String actions(List<Action> actions) {
        String text = FlowText.printActions(actions, labels);
        return version == OpenFlowVersion.V1_0 ? text.replace("pop_vlan", "strip_vlan") : text;
    }
}
