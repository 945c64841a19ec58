package okko.switchd.openflow;

import java.util.List;
import java.util.OptionalInt;
import okko.switchd.flow.Flow;
import okko.switchd.flow.Group;
import okko.switchd.flow.Meter;

/** Answers to {@link StatisticsRequest}; of any length: on the wire they are cut into parts where they must be. */
public sealed interface StatisticsReply extends Message {

    /**
     * Who made the switch.
     *
     * @param manufacturer at most 255 bytes
     * @param hardware     at most 255 bytes
     * @param software     at most 255 bytes
     * @param serialNumber at most 31 bytes
     * @param datapath     at most 255 bytes, for people
     */
    record Description(String manufacturer, String hardware, String software, String serialNumber, String datapath)
            implements StatisticsReply {}

    /**
     * Flows.
     *
     * @param flows with what they counted
     * @param form  of the question
     */
    record Flows(List<FlowStatistics> flows, StatisticsRequest.FlowsForm form) implements StatisticsReply {

        /** Copies. */
        public Flows {
            flows = List.copyOf(flows);
        }
    }

    /**
     * A flow and what it counted.
     *
     * @param flow       as it was added
     * @param durationNs since then
     * @param packets    that matched
     * @param bytes      of their frames
     * @param idleNs     since the last packet; negative if it is not known
     * @param hardNs     since it was added or changed; negative if it is not known
     */
    record FlowStatistics(Flow flow, long durationNs, long packets, long bytes, long idleNs, long hardNs) {}

    /**
     * Sums over flows.
     *
     * @param flows   how many
     * @param packets that they matched
     * @param bytes   of their frames
     * @param form    of the question
     */
    record Aggregate(long flows, long packets, long bytes, StatisticsRequest.FlowsForm form)
            implements StatisticsReply {}

    /**
     * Tables.
     *
     * @param tables in order
     */
    record Tables(List<TableStatistics> tables) implements StatisticsReply {

        /** Copies. */
        public Tables {
            tables = List.copyOf(tables);
        }
    }

    /**
     * A table and what it counted.
     *
     * @param table      its number
     * @param name       at most 31 bytes
     * @param maxEntries how many flows it can have
     * @param flows      how many there are
     * @param lookups    packets that were looked up
     * @param matches    of these, packets that a rule matched
     */
    record TableStatistics(int table, String name, long maxEntries, long flows, long lookups, long matches) {}

    /**
     * What tables can do.
     *
     * @param tables in order
     */
    record TableFeaturesReply(List<TableFeatures> tables) implements StatisticsReply {

        /** Copies. */
        public TableFeaturesReply {
            tables = List.copyOf(tables);
        }
    }

    /**
     * How tables are configured.
     *
     * @param tables in order
     */
    record TableDescriptions(List<TableDescription> tables) implements StatisticsReply {

        /** Copies. */
        public TableDescriptions {
            tables = List.copyOf(tables);
        }
    }

    /**
     * What went through ports.
     *
     * @param ports in order
     */
    record Ports(List<PortStatistics> ports) implements StatisticsReply {

        /** Copies. */
        public Ports {
            ports = List.copyOf(ports);
        }
    }

    /**
     * What went through a port; -1 where it is not known.
     *
     * @param number           OpenFlow number
     * @param rxPackets        received
     * @param txPackets        sent
     * @param rxBytes          received
     * @param txBytes          sent
     * @param rxDropped        received, and dropped
     * @param txDropped        to be sent, and dropped
     * @param rxErrors         received, and wrong
     * @param txErrors         that could not be sent
     * @param rxFrameErrors    received with a frame that is none
     * @param rxOverruns       that came faster than they could be received
     * @param rxChecksumErrors received with a wrong checksum
     * @param collisions       when they were sent
     * @param durationNs       since the port was added
     */
    record PortStatistics(int number, long rxPackets, long txPackets, long rxBytes, long txBytes, long rxDropped,
            long txDropped, long rxErrors, long txErrors, long rxFrameErrors, long rxOverruns, long rxChecksumErrors,
            long collisions, long durationNs) {

        /** In place of a number: it is not known. */
        public static final long UNKNOWN = -1;

        /**
         * Tells what went through a port that does not say what is wrong with frames.
         *
         * @param number     OpenFlow number
         * @param rxPackets  received
         * @param txPackets  sent
         * @param rxBytes    received
         * @param txBytes    sent
         * @param rxDropped  received, and dropped
         * @param txDropped  to be sent, and dropped
         * @param rxErrors   received, and wrong
         * @param txErrors   that could not be sent
         * @param durationNs since the port was added
         */
        public PortStatistics(int number, long rxPackets, long txPackets, long rxBytes, long txBytes, long rxDropped,
                long txDropped, long rxErrors, long txErrors, long durationNs) {
            this(number, rxPackets, txPackets, rxBytes, txBytes, rxDropped, txDropped, rxErrors, txErrors, UNKNOWN,
                    UNKNOWN, UNKNOWN, UNKNOWN, durationNs);
        }
    }

    /**
     * Ports.
     *
     * @param ports in order
     */
    record PortDescriptions(List<PortDescription> ports) implements StatisticsReply {

        /** Copies. */
        public PortDescriptions {
            ports = List.copyOf(ports);
        }
    }

    /**
     * Queues of ports.
     *
     * @param queues in order
     */
    record Queues(List<QueueStatistics> queues) implements StatisticsReply {

        /** Copies. */
        public Queues {
            queues = List.copyOf(queues);
        }
    }

    /**
     * What went through a queue.
     *
     * @param port       OpenFlow number
     * @param queue      of the port
     * @param txBytes    sent
     * @param txPackets  sent
     * @param txErrors   that could not be sent
     * @param durationNs since the queue was added
     */
    record QueueStatistics(int port, int queue, long txBytes, long txPackets, long txErrors, long durationNs) {}

    /**
     * How queues are configured; Okko has none.
     *
     * @param port   OpenFlow number of the question; it is repeated in the answer of versions before 1.4
     * @param queues in order
     */
    record QueueDescriptions(int port, List<QueueDescription> queues) implements StatisticsReply {

        /** Copies. */
        public QueueDescriptions {
            queues = List.copyOf(queues);
        }

        /**
         * Tells that there are none.
         *
         * @param port of the question
         */
        public QueueDescriptions(int port) {
            this(port, List.of());
        }
    }

    /**
     * How a queue is configured; rates are in 1/10 of a percent, above 1000 they are off.
     *
     * @param port    OpenFlow number
     * @param queue   of the port
     * @param minRate that it gets; empty if nothing is said
     * @param maxRate that it may have; empty if nothing is said
     */
    record QueueDescription(int port, int queue, OptionalInt minRate, OptionalInt maxRate) {}

    /**
     * What groups counted.
     *
     * @param groups in order
     */
    record Groups(List<GroupStatistics> groups) implements StatisticsReply {

        /** Copies. */
        public Groups {
            groups = List.copyOf(groups);
        }
    }

    /**
     * What a group counted.
     *
     * @param id         unsigned
     * @param references flows and groups that lead to it
     * @param packets    that came to it
     * @param bytes      of their frames
     * @param durationNs since it was added
     * @param buckets    in order
     */
    record GroupStatistics(int id, int references, long packets, long bytes, long durationNs,
            List<BucketStatistics> buckets) {

        /** Copies. */
        public GroupStatistics {
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * What a bucket counted.
     *
     * @param packets that it was used for
     * @param bytes   of their frames
     */
    record BucketStatistics(long packets, long bytes) {}

    /**
     * Groups.
     *
     * @param groups in order
     */
    record GroupDescriptions(List<Group> groups) implements StatisticsReply {

        /** Copies. */
        public GroupDescriptions {
            groups = List.copyOf(groups);
        }
    }

    /**
     * What groups can do; the lists are by type: all, select, indirect, fast failover.
     *
     * @param types        bit i for type i
     * @param capabilities bits of {@code enum ofp_group_capabilities}
     * @param maxGroups    how many there can be, unsigned
     * @param actions      bit i for number i of {@code enum ofp_action_type}
     */
    record GroupFeatures(int types, int capabilities, List<Integer> maxGroups, List<Integer> actions)
            implements StatisticsReply {

        /** Copies. */
        public GroupFeatures {
            maxGroups = List.copyOf(maxGroups);
            actions = List.copyOf(actions);
        }
    }

    /**
     * What meters counted.
     *
     * @param meters in order
     */
    record Meters(List<MeterStatistics> meters) implements StatisticsReply {

        /** Copies. */
        public Meters {
            meters = List.copyOf(meters);
        }
    }

    /**
     * What a meter counted.
     *
     * @param id         unsigned
     * @param flows      that use it
     * @param packets    that came to it
     * @param bytes      of their frames
     * @param durationNs since it was added
     * @param bands      in order
     */
    record MeterStatistics(int id, int flows, long packets, long bytes, long durationNs,
            List<BucketStatistics> bands) {

        /** Copies. */
        public MeterStatistics {
            bands = List.copyOf(bands);
        }
    }

    /**
     * Meters.
     *
     * @param meters in order
     */
    record MeterConfigs(List<MeterConfig> meters) implements StatisticsReply {

        /** Copies. */
        public MeterConfigs {
            meters = List.copyOf(meters);
        }
    }

    /**
     * A meter.
     *
     * @param meter as it was added
     * @param flags bits of {@code enum ofp_meter_flags}
     */
    record MeterConfig(Meter meter, int flags) {}

    /**
     * What meters can do.
     *
     * @param maxMeters    how many there can be, unsigned
     * @param bandTypes    bit i for number i of {@code enum ofp_meter_band_type}
     * @param capabilities bits of {@code enum ofp_meter_flags}
     * @param maxBands     of a meter
     * @param maxColor     0: Okko marks no colours
     */
    record MeterFeatures(int maxMeters, int bandTypes, int capabilities, int maxBands, int maxColor)
            implements StatisticsReply {}
}
