package okko.switchd.openflow;

import java.util.List;
import java.util.OptionalInt;
import okko.switchd.flow.FlowSelection;

/** Questions whose answers may be long ({@code OFPT_STATS_REQUEST}, {@code OFPT_MULTIPART_REQUEST}). */
public sealed interface StatisticsRequest extends Message {

    /** Who made the switch ({@code OFPMP_DESC}). */
    record Description() implements StatisticsRequest {}

    /**
     * Flows ({@code OFPMP_FLOW}, {@code NXST_FLOW}; 1.5: {@code OFPMP_FLOW_DESC} and {@code OFPMP_FLOW_STATS}).
     *
     * @param flows which
     * @param form  how they were asked for, and are to be answered
     */
    record Flows(FlowSelection flows, FlowsForm form) implements StatisticsRequest {}

    /** In which of the messages flows are asked for and told. */
    enum FlowsForm {
        /** {@code OFPST_FLOW} of 1.0. */
        OPENFLOW_10,
        /** {@code NXST_FLOW} of 1.0. */
        NICIRA,
        /** {@code OFPMP_FLOW} of 1.3, {@code OFPMP_FLOW_DESC} of 1.5. */
        MULTIPART,
        /** {@code OFPMP_FLOW_STATS} of 1.5: without actions. */
        STATISTICS_ONLY,
        /** As {@link #NICIRA}, but with Okko's own fields: the question named {@code filter_prog}. */
        NICIRA_FOR_OKKO,
        /** As {@link #MULTIPART}, but with Okko's own fields: the question named {@code filter_prog}. */
        MULTIPART_FOR_OKKO
    }

    /**
     * Sums over flows ({@code OFPMP_AGGREGATE}, {@code NXST_AGGREGATE}).
     *
     * @param flows which
     * @param form  how they were asked for, and are to be answered
     */
    record Aggregate(FlowSelection flows, FlowsForm form) implements StatisticsRequest {}

    /** Tables ({@code OFPMP_TABLE}). */
    record Tables() implements StatisticsRequest {}

    /**
     * What tables can do ({@code OFPMP_TABLE_FEATURES}).
     *
     * @param wanted what they are to do; empty to ask what they do
     */
    record TableFeaturesRequest(List<TableFeatures> wanted) implements StatisticsRequest {

        /** Copies. */
        public TableFeaturesRequest {
            wanted = List.copyOf(wanted);
        }
    }

    /** How tables are configured ({@code OFPMP_TABLE_DESC}, 1.4). */
    record TableDescriptions() implements StatisticsRequest {}

    /**
     * What went through ports ({@code OFPMP_PORT_STATS}).
     *
     * @param port OpenFlow number; all if empty
     */
    record Ports(OptionalInt port) implements StatisticsRequest {}

    /**
     * Ports ({@code OFPMP_PORT_DESC}).
     *
     * @param port OpenFlow number; all if empty (only 1.5 can ask for one)
     */
    record PortDescriptions(OptionalInt port) implements StatisticsRequest {}

    /**
     * Queues of ports ({@code OFPMP_QUEUE_STATS}).
     *
     * @param port  OpenFlow number; all if empty
     * @param queue of the port; all if empty
     */
    record Queues(OptionalInt port, OptionalInt queue) implements StatisticsRequest {}

    /**
     * How queues are configured ({@code OFPMP_QUEUE_DESC}, 1.4; {@code OFPT_QUEUE_GET_CONFIG_REQUEST} before).
     *
     * @param port  OpenFlow number; all if empty
     * @param queue of the port; all if empty
     */
    record QueueDescriptions(OptionalInt port, OptionalInt queue) implements StatisticsRequest {}

    /**
     * What groups counted ({@code OFPMP_GROUP}).
     *
     * @param group unsigned; all if empty
     */
    record Groups(OptionalInt group) implements StatisticsRequest {}

    /**
     * Groups ({@code OFPMP_GROUP_DESC}).
     *
     * @param group unsigned; all if empty (only 1.5 can ask for one)
     */
    record GroupDescriptions(OptionalInt group) implements StatisticsRequest {}

    /** What groups can do ({@code OFPMP_GROUP_FEATURES}). */
    record GroupFeatures() implements StatisticsRequest {}

    /**
     * What meters counted ({@code OFPMP_METER}).
     *
     * @param meter unsigned; all if empty
     */
    record Meters(OptionalInt meter) implements StatisticsRequest {}

    /**
     * Meters ({@code OFPMP_METER_CONFIG}).
     *
     * @param meter unsigned; all if empty
     */
    record MeterConfigs(OptionalInt meter) implements StatisticsRequest {}

    /** What meters can do ({@code OFPMP_METER_FEATURES}). */
    record MeterFeatures() implements StatisticsRequest {}
}
