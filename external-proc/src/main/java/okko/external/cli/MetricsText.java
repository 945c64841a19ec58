package okko.external.cli;

import okko.external.agent.ProcessorCounters;
import okko.external.api.Metrics;
import okko.external.api.Metrics.Counter;
import okko.external.api.Metrics.Gauge;
import okko.external.api.Metrics.Metric;

/**
 * What a processor counts, as OpenMetrics 1.0 text: the agent's numbers as {@code okko_processor_...}, the processor's
 * own as {@code okko_processor_own_...}, each with the label {@code processor}, which is the name it attaches by.
 *
 * @param name     of the processor
 * @param counters of its agent
 * @param own      of the processor itself
 */
record MetricsText(String name, ProcessorCounters counters, Metrics own) {

    static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final String PREFIX = "okko_processor_";

    /** The numbers of now. */
    String render() {
        var text = new StringBuilder();
        counter(text, "packets", "Packets that the processor was given.", counters.packets());
        counter(text, "passed", "Packets that entered the switch again.", counters.passed());
        counter(text, "dropped", "Packets that the processor dropped, or failed on.", counters.dropped());
        counter(text, "output", "Packets that left by a port of the processor's choice.", counters.output());
        counter(text, "originated", "Packets of the processor's own.", counters.originated());
        counter(text, "bad_descriptors", "Descriptors that named no frame.", counters.badDescriptors());
        counter(text, "failures", "Batches that the processor failed on by an exception.", counters.failures());
        counter(text, "attachments", "Times that the processor has attached to a switch.", counters.attachments());
        gauge(text, "attached", "1 while attached to a switch, else 0.", counters.isAttached() ? 1 : 0);
        gauge(text, "depth_from_switch", "Packets that wait for the processor.", counters.depthFromSwitch());
        gauge(text, "depth_to_switch", "Packets that wait for the switch.", counters.depthToSwitch());
        for (Metric metric : own.all()) {
            switch (metric) {
                case Counter counter -> counter(text, "own_" + counter.name(), counter.help(), counter.value());
                case Gauge gauge -> gauge(text, "own_" + gauge.name(), gauge.help(), gauge.value());
            }
        }
        return text.append("# EOF\n").toString();
    }

    private void counter(StringBuilder text, String metric, String help, long value) {
        describe(text, metric, "counter", help);
        sample(text, metric + "_total", value);
    }

    private void gauge(StringBuilder text, String metric, String help, long value) {
        describe(text, metric, "gauge", help);
        sample(text, metric, value);
    }

    private static void describe(StringBuilder text, String metric, String type, String help) {
        text.append("# TYPE ").append(PREFIX).append(metric).append(' ').append(type).append('\n');
        String escaped = help.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
        text.append("# HELP ").append(PREFIX).append(metric).append(' ').append(escaped).append('\n');
    }

    private void sample(StringBuilder text, String metric, long value) {
        text.append(PREFIX).append(metric).append("{processor=\"").append(name).append("\"} ").append(value)
                .append('\n');
    }
}
