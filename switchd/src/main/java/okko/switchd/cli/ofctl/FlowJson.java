package okko.switchd.cli.ofctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;
import okko.switchd.openflow.text.FlowMessageText;
import okko.switchd.openflow.text.FlowMessageText.Detail;

/** Flows as JSON. */
final class FlowJson {

    private FlowJson() {}

    static String print(List<FlowStatistics> flows) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (FlowStatistics counted : flows) {
            list.addObject()
                    .put("flow", counted.flow().toString())
                    .put("line", FlowMessageText.line(counted, Detail.WITHOUT_AGES))
                    .put("durationNs", counted.durationNs())
                    .put("packets", counted.packets())
                    .put("bytes", counted.bytes());
        }
        return list.toPrettyString();
    }
}
