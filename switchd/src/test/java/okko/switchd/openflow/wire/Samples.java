package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.Group;
import okko.switchd.flow.Meter;
import okko.switchd.openflow.AsyncConfig;
import okko.switchd.openflow.AsyncConfig.Masks;
import okko.switchd.openflow.BundleMessage.BundleAdd;
import okko.switchd.openflow.BundleMessage.BundleControl;
import okko.switchd.openflow.BundleMessage.Control;
import okko.switchd.openflow.ChangeMessage.GroupBody;
import okko.switchd.openflow.ChangeMessage.GroupCommand;
import okko.switchd.openflow.ChangeMessage.GroupMod;
import okko.switchd.openflow.ChangeMessage.MeterCommand;
import okko.switchd.openflow.ChangeMessage.MeterMod;
import okko.switchd.openflow.ChangeMessage.PortMod;
import okko.switchd.openflow.ChangeMessage.TableMod;
import okko.switchd.openflow.ChangeMessage.Vacancy;
import okko.switchd.openflow.ControllerRole;
import okko.switchd.openflow.EventMessage.PortReason;
import okko.switchd.openflow.EventMessage.PortStatusMessage;
import okko.switchd.openflow.EventMessage.RoleReason;
import okko.switchd.openflow.EventMessage.RoleStatus;
import okko.switchd.openflow.EventMessage.TableStatus;
import okko.switchd.openflow.EventMessage.VacancyReason;
import okko.switchd.openflow.HandshakeMessage.EchoRequest;
import okko.switchd.openflow.HandshakeMessage.FeaturesReply;
import okko.switchd.openflow.HandshakeMessage.GetConfigReply;
import okko.switchd.openflow.HandshakeMessage.Hello;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PacketInFormat;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.SettingsMessage.GetAsyncReply;
import okko.switchd.openflow.SettingsMessage.RoleReply;
import okko.switchd.openflow.SettingsMessage.SetAsync;
import okko.switchd.openflow.SettingsMessage.SetControllerId;
import okko.switchd.openflow.SettingsMessage.SetPacketInFormat;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.BucketStatistics;
import okko.switchd.openflow.StatisticsReply.GroupStatistics;
import okko.switchd.openflow.StatisticsReply.MeterConfig;
import okko.switchd.openflow.StatisticsReply.MeterStatistics;
import okko.switchd.openflow.StatisticsReply.PortStatistics;
import okko.switchd.openflow.StatisticsReply.QueueDescription;
import okko.switchd.openflow.StatisticsReply.QueueStatistics;
import okko.switchd.openflow.StatisticsReply.TableFeaturesReply;
import okko.switchd.openflow.StatisticsReply.TableStatistics;
import okko.switchd.openflow.TableDescription;
import okko.switchd.openflow.TableFeatures;

/** Messages of all kinds, and parts of what ovs-ofctl 3.1.0 prints of them. */
final class Samples {

    private static final PortDescription PORT = new PortDescription(1, 0x0200_0000_0001L, "p1",
            PortDescription.CONFIG_NO_PACKET_IN, PortDescription.STATE_LINK_DOWN, 0x2840, 0x40, 0x60, 0x20,
            10_000_000, 40_000_000);
    private static final long SECOND_NS = 1_000_000_000;

    private Samples() {}

    /**
     * A message.
     *
     * @param message to write
     * @param printed texts that follow one another in what is printed of it
     */
    record Sample(Message message, List<String> printed) {}

    static List<Sample> of(OpenFlowVersion version) {
        List<Sample> samples = new ArrayList<>(common());
        if (version == OpenFlowVersion.V1_0) {
            samples.add(sample(new FeaturesReply(0xa1, 0, 254, 0, 0xc7, List.of(PORT)),
                    "dpid:00000000000000a1", "n_tables:254", "actions: output enqueue", " 1(p1): addr:02:00:00:00:00:01",
                    "config:     NO_PACKET_IN", "state:      LINK_DOWN", "current:    10GB-FD COPPER AUTO_NEG"));
            return samples;
        }
        samples.addAll(later());
        if (version.isAtLeast(OpenFlowVersion.V1_4)) {
            samples.addAll(latest());
        }
        if (version.isAtLeast(OpenFlowVersion.V1_5)) {
            samples.add(sample(new GroupMod(GroupCommand.INSERT_BUCKET, 4, new GroupBody(Group.Type.ALL,
                    List.of(new Group.Bucket(7, 1, 0xffffffff, 0xffffffff, List.of(new Action.Output(3))))), 0xfffffffe),
                    "INSERT_BUCKET command_bucket_id:last,group_id=4,bucket=bucket_id:7,actions=output:3"));
        }
        return samples;
    }

    private static Sample sample(Message message, String... printed) {
        return new Sample(message, List.of(printed));
    }

    private static List<Sample> common() {
        Group group = new Group(4, Group.Type.SELECT, List.of(
                new Group.Bucket(2, 1, 0xffffffff, List.of(new Action.Output(1))),
                new Group.Bucket(3, 0xffffffff, 5, List.of(new Action.Output(0xfffe), new Action.Group(5)))));
        return List.of(
                sample(new StatisticsReply.GroupDescriptions(List.of(group)), "group_id=4,type=select,bucket=",
                        "weight:2,watch_port:1,actions=output:1,bucket=",
                        "weight:3,watch_group:5,actions=LOCAL,group:5"),
                sample(new GroupMod(GroupCommand.ADD, 4, new GroupBody(Group.Type.SELECT, group.buckets()), 0xffffffff),
                        "ADD group_id=4,type=select,bucket=", "weight:3,watch_group:5,actions=LOCAL,group:5"),
                sample(new GroupMod(GroupCommand.DELETE, 0xfffffffc, new GroupBody(Group.Type.ALL, List.of()), 0xffffffff),
                        "DEL group_id=4294967292"),
                sample(new Hello(Set.of(1, 4, 6)), "version bitmap: 0x01, 0x04, 0x06"),
                sample(new EchoRequest(new byte[3]), "3 bytes of payload"),
                sample(new GetConfigReply(1, 128), "frags=drop miss_send_len=128"),
                sample(new StatisticsReply.Description("Okko", "a computer", "1.0", "7", "br0"),
                        "Manufacturer: Okko", "Hardware: a computer", "Software: 1.0", "Serial Num: 7", "DP Description: br0"),
                sample(new PortStatusMessage(PortReason.MODIFY, PORT),
                        "MOD: 1(p1): addr:02:00:00:00:00:01", "config:     NO_PACKET_IN", "state:      LINK_DOWN"),
                sample(new StatisticsReply.PortDescriptions(List.of(PORT)), " 1(p1): addr:02:00:00:00:00:01",
                        "current:    10GB-FD COPPER AUTO_NEG"),
                sample(new StatisticsReply.Ports(List.of(
                        new PortStatistics(1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 3 * SECOND_NS),
                        new PortStatistics(0xfffe, 1, 2, 3, 4, 5, 6, 7, 8, 3 * SECOND_NS))),
                        "2 ports", "port  1: rx pkts=1, bytes=3, drop=5, errs=7, frame=9, over=10, crc=11",
                        "tx pkts=2, bytes=4, drop=6, errs=8, coll=12",
                        "port LOCAL: rx pkts=1, bytes=3, drop=5, errs=7, frame=?, over=?, crc=?"),
                sample(new PortMod(1, 0x0200_0000_0001L, 0x20, 0x60, 0), "port: 1: addr:02:00:00:00:00:01",
                        "config: NO_FWD", "mask:   NO_FWD NO_PACKET_IN"),
                sample(new StatisticsReply.Tables(List.of(new TableStatistics(7, "seven", 1000, 5, 6, 4))),
                        "table 7", "active=5, lookup=6, matched=4"),
                sample(new StatisticsReply.Queues(List.of(new QueueStatistics(1, 2, 3, 4, 5, SECOND_NS))),
                        "1 queues", "port 1 queue 2: bytes=3, pkts=4, errors=5"),
                sample(new StatisticsReply.QueueDescriptions(1, List.of(
                        new QueueDescription(1, 9, OptionalInt.of(500), OptionalInt.empty()))),
                        "queue 9:", "min_rate:50.0%"),
                sample(new RoleReply(ControllerRole.SLAVE, 5), "role=secondary"),
                sample(new SetPacketInFormat(PacketInFormat.NXT_PACKET_IN2), "nxt_packet_in2"),
                sample(new SetControllerId(7), "id=7"),
                sample(new SetAsync(new AsyncConfig(new Masks(1, 7, 3, 0, 0, 0), new Masks(0, 7, 0, 0, 0, 0))),
                        "primary:", "PACKET_IN: no_match", "PORT_STATUS: add delete modify", "FLOW_REMOVED: idle hard",
                        "secondary:", "PORT_STATUS: add delete modify"),
                sample(new StatisticsReply.Groups(List.of(new GroupStatistics(1, 2, 30, 40, 5 * SECOND_NS,
                        List.of(new BucketStatistics(10, 20), new BucketStatistics(20, 20))))),
                        "group_id=1,duration=5s,ref_count=2,packet_count=30,byte_count=40",
                        "bucket1:packet_count=20,byte_count=20"),
                sample(new StatisticsReply.GroupFeatures(0xf, 7, List.of(1, 2, 3, 4), List.of(1, 1, 1, 1)),
                        "Types:  0xf", "Capabilities:  0x7", "all group:", "max_groups=0x1", "fast failover group:",
                        "max_groups=0x4"));
    }

    private static List<Sample> later() {
        List<Meter.Band> bands = List.of(new Meter.Band(Meter.BandType.DROP, 1000, 50, 0),
                new Meter.Band(Meter.BandType.DSCP_REMARK, 2000, 0, 2));
        TableFeatures features = new TableFeatures(7, "seven", -1, -1, 0, 1_000_000, nextTables(), Set.of(0, 22, 25),
                EnumSet.allOf(Field.class));
        return List.of(
                sample(new FeaturesReply(0xa1, 0, 254, 0, 0x4f, List.of()), "dpid:00000000000000a1",
                        "n_tables:254", "capabilities: FLOW_STATS TABLE_STATS PORT_STATS GROUP_STATS QUEUE_STATS"),
                sample(new GetAsyncReply(new AsyncConfig(new Masks(3, 7, 0xf, 0, 0, 0), new Masks(0, 7, 0, 0, 0, 0))),
                        "primary:", "PACKET_IN: no_match action", "FLOW_REMOVED: idle hard delete group_delete"),
                sample(new RoleStatus(ControllerRole.SLAVE, RoleReason.MASTER_REQUEST, 5),
                        "role=secondary generation_id=5 reason=primary_request"),
                sample(new MeterMod(MeterCommand.ADD, 3, 0xd, bands), "ADD meter=3 kbps burst stats bands=",
                        "type=drop rate=1000 burst_size=50", "type=dscp_remark rate=2000"),
                sample(new MeterMod(MeterCommand.DELETE, 0xffffffff, 0, List.of()), "DEL meter=all"),
                sample(new StatisticsReply.MeterConfigs(List.of(
                        new MeterConfig(new Meter(3, Meter.Unit.KILOBITS, bands), 0xd))), "meter=3 kbps burst stats bands="),
                sample(new StatisticsReply.Meters(List.of(new MeterStatistics(3, 1, 2, 4, SECOND_NS,
                        List.of(new BucketStatistics(5, 6))))),
                        "meter:3 flow_count:1 packet_in_count:2 byte_in_count:4 duration:1s bands:",
                        "0: packet_count:5 byte_count:6"),
                sample(new StatisticsReply.MeterFeatures(10, 6, 0xf, 8, 0),
                        "max_meter:10 max_bands:8 max_color:0", "band_types: drop dscp_remark"),
                sample(new TableFeaturesReply(List.of(features)), "table 7 (\"seven\"):",
                        "metadata: match=0xffffffffffffffff write=0xffffffffffffffff", "max_entries=1000000",
                        "next tables: 8-253", "actions: output group set_field", "supported on Set-Field:", "eth_{src,dst}",
                        "arbitrary mask:", "metadata", "exact match or wildcard: in_{port,port_oxm} eth_type"),
                sample(new BundleControl(3, Control.OPEN_REQUEST, 3), "bundle_id=0x3 type=OPEN_REQUEST flags=atomic ordered"),
                sample(new BundleAdd(3, 3, 1, new PortMod(1, 0x0200_0000_0001L, 0, 0x40, 0), new byte[0]),
                        "bundle_id=0x3", "OFPT_PORT_MOD", "mask:   NO_PACKET_IN"));
    }

    private static BitSet nextTables() {
        BitSet next = new BitSet();
        next.set(8, 254);
        return next;
    }

    private static List<Sample> latest() {
        TableDescription table = new TableDescription(7, 0, true, 2, Optional.of(new Vacancy(true, 20, 80)), 50);
        return List.of(
                sample(new TableMod(7, OptionalInt.empty(), Optional.of(true), 0, Optional.empty()),
                        "table_id=7, eviction=on, vacancy=off"),
                sample(new TableMod(7, OptionalInt.empty(), Optional.empty(), 0, Optional.of(new Vacancy(true, 20, 80))),
                        "table_id=7", "vacancy=on vacancy:20,80"),
                sample(new StatisticsReply.TableDescriptions(List.of(table)), "table 7:", "eviction=on eviction_flags=IMPORTANCE",
                        "vacancy=on vacancy_down=20% vacancy_up=80% vacancy=50%"),
                sample(new TableStatus(VacancyReason.DOWN, table), "reason=VACANCY_DOWN", "table 7"));
    }
}
