package okko.switchd.cli.ofctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import okko.switchd.flow.Flow;
import okko.switchd.openflow.FlowRuns;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;
import okko.switchd.openflow.text.FlowMessageText;
import okko.switchd.openflow.text.FlowMessageText.Detail;
import okko.switchd.openflow.text.FlowStyle;

/** Flows as JSON. */
final class FlowJson {

    private static final double PS_PER_NS = 1000;

    private FlowJson() {}

    static String print(List<FlowStatistics> flows, List<FlowRuns> runs, FlowStyle style) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        FlowMessageText text = new FlowMessageText(style);
        for (FlowStatistics counted : flows) {
            FlowRuns filter = runs.stream().filter(each -> isOf(counted.flow(), each)).findFirst().orElse(null);
            list.addObject()
                    .put("flow", counted.flow().toString())
                    .put("line", text.line(counted, Detail.WITHOUT_AGES))
                    .put("durationNs", counted.durationNs())
                    .put("packets", counted.packets())
                    .put("bytes", counted.bytes())
                    .put("filterRuns", filter == null ? 0 : filter.runs())
                    .put("filterMeanNs", filter == null ? 0 : filter.meanPicoseconds() / PS_PER_NS);
        }
        return list.toPrettyString();
    }

    private static boolean isOf(Flow flow, FlowRuns runs) {
        return flow.table() == runs.table() && flow.priority() == runs.priority()
                && flow.filterProgram() == runs.program() && flow.match().equals(runs.match());
    }
}
