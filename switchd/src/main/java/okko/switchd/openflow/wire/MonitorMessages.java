package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.flow.FlowSelection;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.MonitorMessage;
import okko.switchd.openflow.MonitorMessage.FlowMonitorCancel;
import okko.switchd.openflow.MonitorMessage.FlowMonitorPaused;
import okko.switchd.openflow.MonitorMessage.FlowMonitorReply;
import okko.switchd.openflow.MonitorMessage.FlowMonitorRequest;
import okko.switchd.openflow.MonitorMessage.FlowMonitorResumed;
import okko.switchd.openflow.MonitorMessage.FlowUpdate;
import okko.switchd.openflow.MonitorMessage.Monitor;
import okko.switchd.openflow.MonitorMessage.MonitorCommand;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.wire.FlowMatch.Peer;

/**
 * {@link MonitorMessage} in bytes: Nicira's in OpenFlow 1.0, those of the Open Networking Foundation in 1.3, which are
 * Nicira's with another match, and those of OpenFlow 1.4 in 1.5.
 */
final class MonitorMessages implements Family {

    private static final int FLOW_MONITOR = 16;
    private static final int NICIRA_FLOW_MONITOR = 2;
    private static final int NICIRA_CANCEL = 21;
    private static final int ONF_FLOW_MONITOR = 1870;

    private static final int ANY_TABLE = 0xff;
    private static final int ANY_GROUP = 0xffffffff;
    private static final int ANY_PORT = 0xffff;
    private static final int KNOWN_FLAGS = (MonitorMessage.ONLY_OWN << 1) - 1;
    private static final int FIRST_KNOWN_FLAGS = (MonitorMessage.NO_ABBREV << 1) - 1;

    private final OpenFlowVersion version;
    private final MatchCodec matches;
    private final FlowUpdates updates;
    private final Kind request;
    private final Kind reply;
    private final Kind cancel;

    MonitorMessages(Encoding encoding) {
        version = encoding.version();
        matches = new MatchCodec(version);
        updates = new FlowUpdates(encoding);
        request = switch (version) {
            case V1_0 -> Kind.experimenterRequest(Kind.NICIRA, NICIRA_FLOW_MONITOR);
            case V1_3 -> Kind.experimenterRequest(Kind.ONF, ONF_FLOW_MONITOR);
            case V1_4, V1_5 -> Kind.request(FLOW_MONITOR);
        };
        reply = switch (version) {
            case V1_0 -> Kind.experimenterReply(Kind.NICIRA, NICIRA_FLOW_MONITOR);
            case V1_3 -> Kind.experimenterReply(Kind.ONF, ONF_FLOW_MONITOR);
            case V1_4, V1_5 -> Kind.reply(FLOW_MONITOR);
        };
        cancel = version == OpenFlowVersion.V1_3
                ? Kind.experimenter(Kind.ONF, ONF_FLOW_MONITOR)
                : Kind.experimenter(Kind.NICIRA, NICIRA_CANCEL);
    }

    /** {@return one of the messages whose numbers follow that of a cancellation} */
    private Kind behindCancel(int distance) {
        return Kind.experimenter(cancel.experimenter(), cancel.type() + distance);
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.equals(request)) {
            List<Monitor> monitors = new ArrayList<>();
            do {
                monitors.add(version.isAtLeast(OpenFlowVersion.V1_4) ? readLast(body) : readFirst(body));
            } while (body.hasMore());
            return Optional.of(new FlowMonitorRequest(monitors));
        }
        if (kind.equals(reply)) {
            return Optional.of(updates.read(body));
        }
        if (version.isAtLeast(OpenFlowVersion.V1_4)) {
            return Optional.empty();
        }
        if (kind.equals(cancel)) {
            return Optional.of(new FlowMonitorCancel(body.u32()));
        }
        if (kind.equals(behindCancel(1))) {
            return Optional.of(new FlowMonitorPaused());
        }
        return kind.equals(behindCancel(2)) ? Optional.of(new FlowMonitorResumed()) : Optional.empty();
    }

    private Monitor readFirst(WireReader body) throws OpenFlowException {
        int id = body.u32();
        int flags = flags(body.u16(), FIRST_KNOWN_FLAGS);
        if (version == OpenFlowVersion.V1_0) {
            OptionalInt outPort = PortNumbers.readOrAny(body, version, ANY_PORT);
            int matchBytes = body.u16();
            int table = body.u8();
            body.skip(5);
            return monitor(id, MonitorCommand.ADD, flags,
                    selection(table, matches.readNicira(body, matchBytes), outPort, OptionalInt.empty()));
        }
        body.skip(2); // length of the match, which says so itself
        OptionalInt outPort = outPort(body.u32());
        int table = body.u8();
        body.skip(3);
        return monitor(id, MonitorCommand.ADD, flags,
                selection(table, matches.read(body), outPort, OptionalInt.empty()));
    }

    private Monitor readLast(WireReader body) throws OpenFlowException {
        int id = body.u32();
        OptionalInt outPort = outPort(body.u32());
        int group = body.u32();
        int flags = flags(body.u16(), KNOWN_FLAGS);
        int table = body.u8();
        int command = body.u8();
        if (command >= MonitorCommand.values().length) {
            throw new OpenFlowException(OpenFlowError.OFPMOFC_UNKNOWN,
                    "no command %d for monitors".formatted(command));
        }
        OptionalInt outGroup = group == ANY_GROUP ? OptionalInt.empty() : OptionalInt.of(group);
        return monitor(id, MonitorCommand.values()[command], flags,
                selection(table, matches.read(body), outPort, outGroup));
    }

    /** Open vSwitch writes any port with 16 bits here, in a place of 32. */
    private static OptionalInt outPort(int number) throws OpenFlowException {
        if (number == ANY_PORT) {
            return OptionalInt.empty();
        }
        int port = PortNumbers.ofWide(number);
        return port == PortNumbers.NONE ? OptionalInt.empty() : OptionalInt.of(port);
    }

    private static int flags(int flags, int known) throws OpenFlowException {
        if ((flags & ~known) != 0) {
            throw new OpenFlowException(OpenFlowError.OFPMOFC_UNKNOWN,
                    "no flags 0x%04x of monitors".formatted(flags & ~known));
        }
        return flags;
    }

    private static FlowSelection selection(int table, FlowMatch match, OptionalInt outPort, OptionalInt outGroup) {
        return new FlowSelection(table == ANY_TABLE ? OptionalInt.empty() : OptionalInt.of(table), match.match(),
                OptionalInt.empty(), match.program(), match.cookie(), match.cookieMask(), outPort, outGroup);
    }

    private static Monitor monitor(int id, MonitorCommand command, int flags, FlowSelection flows) {
        return new Monitor(id, command, flags, flows);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case FlowMonitorRequest(List<Monitor> monitors) ->
                output.message(request, writer -> monitors.forEach(monitor -> write(monitor, writer)));
            case FlowMonitorReply(List<FlowUpdate> all) -> output.multipart(reply, all, updates::write);
            case FlowMonitorCancel(int id) -> {
                if (version.isAtLeast(OpenFlowVersion.V1_4)) {
                    output.message(request, writer ->
                            writeLast(monitor(id, MonitorCommand.DELETE, 0, FlowSelection.ALL), writer));
                } else {
                    output.message(cancel, writer -> writer.u32(id));
                }
            }
            case FlowMonitorPaused _ -> writeState(1, FlowUpdates.PAUSED, output);
            case FlowMonitorResumed _ -> writeState(2, FlowUpdates.RESUMED, output);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void writeState(int distance, int event, FrameOutput output) {
        if (version.isAtLeast(OpenFlowVersion.V1_4)) {
            output.message(reply, writer -> FlowUpdates.writeState(event, writer));
        } else {
            output.message(behindCancel(distance), _ -> { });
        }
    }

    private void write(Monitor monitor, WireWriter writer) {
        switch (version) {
            case V1_0 -> writeFirst(monitor, writer);
            case V1_3 -> writeLater(monitor, writer);
            case V1_4, V1_5 -> writeLast(monitor, writer);
        }
    }

    private void writeFirst(Monitor monitor, WireWriter writer) {
        FlowSelection flows = monitor.flows();
        writer.u32(monitor.id()).u16(monitor.flags());
        PortNumbers.writeOrAny(flows.outPort(), version, ANY_PORT, writer);
        int lengthAt = writer.position();
        writer.u16(0).u8(flows.table().orElse(ANY_TABLE)).zeros(5);
        int start = writer.position();
        matches.writeFields(flows.match(), flows.program(), Peer.STOCK, writer);
        writer.patchU16(lengthAt, writer.position() - start);
        writer.padFrom(start);
    }

    private void writeLater(Monitor monitor, WireWriter writer) {
        FlowSelection flows = monitor.flows();
        writer.u32(monitor.id()).u16(monitor.flags());
        int lengthAt = writer.position();
        writer.u16(0);
        PortNumbers.writeOrAny(flows.outPort(), version, ANY_PORT, writer);
        writer.u8(flows.table().orElse(ANY_TABLE)).zeros(3);
        int start = writer.position();
        matches.write(flows.match(), flows.program(), Peer.STOCK, writer);
        writer.patchU16(lengthAt, writer.u16At(start + 2));
    }

    private void writeLast(Monitor monitor, WireWriter writer) {
        FlowSelection flows = monitor.flows();
        writer.u32(monitor.id());
        PortNumbers.writeOrAny(flows.outPort(), version, ANY_PORT, writer);
        writer.u32(flows.outGroup().orElse(ANY_GROUP)).u16(monitor.flags()).u8(flows.table().orElse(ANY_TABLE))
                .u8(monitor.command().ordinal());
        matches.write(flows.match(), flows.program(), Peer.STOCK, writer);
    }
}
