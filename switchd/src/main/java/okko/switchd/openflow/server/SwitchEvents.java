package okko.switchd.openflow.server;

import okko.switchd.control.PacketIns;
import okko.switchd.openflow.EventMessage.PacketInMessage;
import okko.switchd.packet.PacketIn;
import org.agrona.concurrent.Agent;

/** Tells controllers what the switch tells by itself: packets for them, and what becomes of ports and flows. */
public final class SwitchEvents implements Agent, PacketIns.Taker {

    private final Audience audience;
    private final PortEvents ports;
    private final MapEvents maps;
    private final MissedPackets misses;

    /**
     * Begins to tell.
     *
     * @param parts    of the switch
     * @param audience is told
     */
    public SwitchEvents(SwitchParts parts, Audience audience) {
        this.audience = audience;
        parts.tables().listen(new FlowEvents(parts.tables(), audience));
        ports = new PortEvents(parts.ports(), new PortDescriptions(parts.ports(), parts.datapathId()),
                parts.controllers(), parts.clock());
        maps = new MapEvents(parts);
        misses = new MissedPackets(parts);
    }

    @Override
    public boolean isListening() {
        return audience.isWaitingForPackets();
    }

    @Override
    public void take(PacketIn packet) {
        audience.tell(new PacketInMessage(
                packet.frameBytes(), packet.reason(), packet.table(), packet.cookie(),
                packet.fields(), packet.controllerId(), packet.userData().toArray(), packet.maxBytes(),
                packet.frame()));
    }

    @Override
    public int doWork() {
        return ports.poll(audience) + maps.poll(audience) + misses.poll(audience);
    }

    @Override
    public String roleName() {
        return "okko-openflow-events";
    }
}
