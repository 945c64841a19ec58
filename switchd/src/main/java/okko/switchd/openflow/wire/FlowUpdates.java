package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import okko.switchd.flow.Flow;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.MonitorMessage.FlowMonitorPaused;
import okko.switchd.openflow.MonitorMessage.FlowMonitorReply;
import okko.switchd.openflow.MonitorMessage.FlowMonitorResumed;
import okko.switchd.openflow.MonitorMessage.FlowUpdate;
import okko.switchd.openflow.MonitorMessage.UpdateEvent;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.wire.FlowMatch.Peer;

/** What happened to flows, as entries of the answer to a monitor. */
final class FlowUpdates {

    /** Event of OpenFlow 1.4: nothing is told until the controller has read all. */
    static final int PAUSED = 5;

    /** Event of OpenFlow 1.4: changes are told again. */
    static final int RESUMED = 6;

    private static final int HEADER_BYTES = 4;
    private static final int SHORT_BYTES = 8;

    private final OpenFlowVersion version;
    private final MatchCodec matches;
    private final InstructionCodec instructions;

    FlowUpdates(Encoding encoding) {
        version = encoding.version();
        matches = new MatchCodec(version);
        instructions = new InstructionCodec(version, encoding.dialect());
    }

    private boolean isLast() {
        return version.isAtLeast(OpenFlowVersion.V1_4);
    }

    static void writeState(int event, WireWriter writer) {
        writer.u16(SHORT_BYTES).u16(event).zeros(4);
    }

    /** {@return the number of an event; before 1.4 what was there is told as if it were added} */
    private int number(UpdateEvent event) {
        return isLast() || event == UpdateEvent.INITIAL ? event.ordinal() : event.ordinal() - 1;
    }

    private UpdateEvent event(int number) throws OpenFlowException {
        int ordinal = isLast() ? number : number + 1;
        if (ordinal >= UpdateEvent.values().length) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_LEN, "no event %d of flows".formatted(number));
        }
        return UpdateEvent.values()[ordinal];
    }

    void write(FlowUpdate update, WireWriter writer) {
        int start = writer.position();
        writer.u16(0).u16(number(update.event()));
        if (update.event() == UpdateEvent.ABBREV) {
            writer.u32(update.xid());
        } else if (isLast()) {
            writeLast(update, writer);
        } else {
            writeFirst(update, writer);
        }
        writer.patchU16(start, writer.position() - start);
    }

    private void writeFirst(FlowUpdate update, WireWriter writer) {
        Flow flow = update.flow();
        writer.u16(update.reason().orElse(0)).u16(flow.priority()).u16(flow.idleTimeout()).u16(flow.hardTimeout());
        int lengthAt = writer.position();
        writer.u16(0).u8(flow.table()).zeros(1).u64(flow.cookie());
        int start = writer.position();
        if (version == OpenFlowVersion.V1_0) {
            matches.writeFields(flow.match(), OptionalInt.empty(), Peer.STOCK, writer);
            writer.patchU16(lengthAt, writer.position() - start);
            writer.padFrom(start);
        } else {
            matches.write(flow.match(), OptionalInt.empty(), Peer.STOCK, writer);
            writer.patchU16(lengthAt, writer.u16At(start + 2));
        }
        instructions.write(flow.actions(), flow.match(), writer);
    }

    private void writeLast(FlowUpdate update, WireWriter writer) {
        Flow flow = update.flow();
        writer.u8(flow.table()).u8(update.reason().orElse(0)).u16(flow.idleTimeout()).u16(flow.hardTimeout())
                .u16(flow.priority()).zeros(4).u64(flow.cookie());
        matches.write(flow.match(), OptionalInt.empty(), Peer.STOCK, writer);
        instructions.write(flow.actions(), flow.match(), writer);
    }

    /**
     * Reads an answer.
     *
     * @param body of it
     * @return what happened; or, from 1.4 on, that the telling pauses or goes on
     * @throws OpenFlowException if it is wrong
     */
    Message read(WireReader body) throws OpenFlowException {
        List<FlowUpdate> updates = new ArrayList<>();
        while (body.hasMore()) {
            int length = body.u16();
            int event = body.u16();
            if (length < SHORT_BYTES || length - HEADER_BYTES > body.remaining()) {
                throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_LEN,
                        "an update of %d bytes where %d are left".formatted(length, body.remaining()));
            }
            WireReader entry = body.part(length - HEADER_BYTES, OpenFlowError.OFPBRC_BAD_LEN);
            if (isLast() && (event == PAUSED || event == RESUMED)) {
                return event == PAUSED ? new FlowMonitorPaused() : new FlowMonitorResumed();
            }
            updates.add(read(event(event), entry));
        }
        return new FlowMonitorReply(updates);
    }

    private FlowUpdate read(UpdateEvent event, WireReader entry) throws OpenFlowException {
        if (event == UpdateEvent.ABBREV) {
            return new FlowUpdate(event, OptionalInt.empty(), null, entry.u32());
        }
        return isLast() ? readLast(event, entry) : readFirst(event, entry);
    }

    private static FlowUpdate update(UpdateEvent event, int reason, Flow flow) {
        return new FlowUpdate(event, event == UpdateEvent.REMOVED ? OptionalInt.of(reason) : OptionalInt.empty(), flow,
                0);
    }

    private FlowUpdate readFirst(UpdateEvent event, WireReader entry) throws OpenFlowException {
        int reason = entry.u16();
        int priority = entry.u16();
        int idleTimeout = entry.u16();
        int hardTimeout = entry.u16();
        int matchBytes = entry.u16();
        int table = Math.min(entry.u8(), Flow.MAX_TABLE);
        entry.skip(1);
        long cookie = entry.u64();
        FlowMatch match = version == OpenFlowVersion.V1_0 ? matches.readNicira(entry, matchBytes) : matches.read(entry);
        return update(event, reason, new Flow(table, priority, match.match(), match.flowProgram(),
                instructions.read(entry), cookie, idleTimeout, hardTimeout));
    }

    private FlowUpdate readLast(UpdateEvent event, WireReader entry) throws OpenFlowException {
        int table = Math.min(entry.u8(), Flow.MAX_TABLE);
        int reason = entry.u8();
        int idleTimeout = entry.u16();
        int hardTimeout = entry.u16();
        int priority = entry.u16();
        entry.skip(4);
        long cookie = entry.u64();
        FlowMatch match = matches.read(entry);
        return update(event, reason, new Flow(table, priority, match.match(), match.flowProgram(),
                instructions.read(entry), cookie, idleTimeout, hardTimeout));
    }
}
