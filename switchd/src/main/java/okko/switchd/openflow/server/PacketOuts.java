package okko.switchd.openflow.server;

import java.util.concurrent.CompletableFuture;
import okko.switchd.datapath.PacketOut;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.ReservedPort;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.port.PortConfig;
import okko.switchd.translate.Directive;

/** Sends packets for controllers: on a datapath thread, by the rules as they are when the message comes. */
final class PacketOuts {

    /** In place of the port that a packet came in by: by none ({@code OFPP_ANY}, {@code OFPP_NONE} of 1.0). */
    private static final int NO_PORT = 0xffff;

    private static final int THREAD = 0;

    private final SwitchParts parts;
    private final Publication publication;

    /** Of all packets so far; the thread sends them in order. */
    private CompletableFuture<?> latest = CompletableFuture.completedFuture(null);

    PacketOuts(SwitchParts parts, Publication publication) {
        this.parts = parts;
        this.publication = publication;
    }

    void send(ChangeMessage.PacketOut wanted) throws OpenFlowException {
        check(wanted);
        PacketOut packet = new PacketOut(wanted.frame().clone(), wanted.inPort(),
                wanted.metadata().keyWord(FlowKey.METADATA), new Directive(wanted.metadata(), wanted.actions()));
        publication.publish();
        latest = parts.calls().ask(THREAD, () -> {
            parts.datapaths().agents().get(THREAD).send(packet);
            return null;
        });
    }

    /** Finds out whether it can be sent. */
    void check(ChangeMessage.PacketOut wanted) throws OpenFlowException {
        if (wanted.bufferId() != ChangeMessage.NO_BUFFER) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BUFFER_UNKNOWN,
                    "no packets are kept: buffer_id=0x" + Integer.toHexString(wanted.bufferId()));
        }
        int inPort = wanted.inPort();
        boolean isPort = inPort > 0 && inPort <= PortConfig.MAX_NUMBER;
        if (!isPort && inPort != ReservedPort.CONTROLLER && inPort != ReservedPort.LOCAL && inPort != NO_PORT) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_PORT, "no packet comes in by port " + inPort);
        }
    }

    /** {@return completed on the control thread when all packets so far have been sent} */
    CompletableFuture<?> settle() {
        return latest;
    }
}
