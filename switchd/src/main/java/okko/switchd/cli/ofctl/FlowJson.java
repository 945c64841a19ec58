package okko.switchd.cli.ofctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;
import okko.switchd.openflow.text.FlowMessageText;
import okko.switchd.openflow.text.FlowMessageText.Detail;
import okko.switchd.openflow.text.FlowStyle;

/** Flows as JSON. */
final class FlowJson {

    private FlowJson() {}

    static String print(List<FlowStatistics> flows, FlowStyle style) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        FlowMessageText text = new FlowMessageText(style);
        for (FlowStatistics counted : flows) {
            list.addObject()
                    .put("flow", counted.flow().toString())
                    .put("line", text.line(counted, Detail.WITHOUT_AGES))
                    .put("durationNs", counted.durationNs())
                    .put("packets", counted.packets())
                    .put("bytes", counted.bytes());
        }
        return list.toPrettyString();
    }
}
