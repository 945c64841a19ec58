package okko.switchd;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okko.ringshm.attach.Attachment;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import okko.switchd.control.DatapathCalls;
import okko.switchd.external.ProcessorPort;
import okko.switchd.packet.ProcessorState;
import okko.switchd.port.PortConfig;
import okko.switchd.port.PortSpec;
import okko.switchd.port.RingLink;
import okko.switchd.port.RingPort;

/** Brings what the supervisor of processors asks for to a ring port, on the datapath thread. */
final class RingProcessorPort implements ProcessorPort {

    private final String name;
    private final Terms terms;
    private final RingPort port;
    private final DatapathCalls calls;

    /**
     * Joins a port to the supervisor.
     *
     * @param config         of the port
     * @param spec           of the port
     * @param port           on the datapath thread
     * @param dataRoomBytes  longest frame in the switch's pool; copies need the same room
     * @param calls          to the datapath thread
     */
    RingProcessorPort(PortConfig config, PortSpec.Ring spec, RingPort port, int dataRoomBytes, DatapathCalls calls) {
        name = config.name();
        terms = new Terms(spec.capacity(), spec.trust(), new PoolConfig(spec.policy().quota(), dataRoomBytes));
        this.port = port;
        this.calls = calls;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Terms terms() {
        return terms;
    }

    @Override
    public boolean hasCutOff() {
        return port.state() == ProcessorState.CUT_OFF;
    }

    @Override
    public void attach(Attachment attachment, Optional<PacketPool> copies) {
        RingLink.Access access = switch (terms.trust()) {
            case SHARED -> new RingLink.Shared();
            case MONITOR -> new RingLink.Monitor();
            case ISOLATED -> new RingLink.Isolated(copies.orElseThrow());
        };
        RingLink link = new RingLink(attachment.borrower(), access, attachment.toProcessor(),
                attachment.fromProcessor(), attachment.emptyBuffers());
        calls.submit(() -> port.attach(link));
    }

    @Override
    public void suspend() {
        calls.submit(port::suspend);
    }

    @Override
    public void resume() {
        calls.submit(port::resume);
    }

    @Override
    public void cutOff() {
        calls.submit(port::cutOff);
    }

    @Override
    public void died(Runnable reclaimed) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        done.thenRun(reclaimed);
        calls.submit(() -> port.died(() -> calls.answer(done, null)));
    }
}
