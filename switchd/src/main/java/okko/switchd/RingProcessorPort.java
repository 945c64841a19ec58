package okko.switchd;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okko.ringshm.attach.Attachment;
import okko.ringshm.idle.IdlePolicy;
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
    private final IdlePolicy idle;
    private final int thread;
    private final DatapathCalls calls;

    /**
     * Joins a port to the supervisor.
     *
     * @param config   of the port
     * @param spec     of the port
     * @param port     on the datapath thread
     * @param datapath that feeds it
     */
    RingProcessorPort(PortConfig config, PortSpec.Ring spec, RingPort port, Datapath datapath) {
        name = config.name();
        terms = new Terms(spec.capacity(), spec.trust(),
                new PoolConfig(spec.policy().quota(), datapath.dataRoomBytes()), spec.user());
        this.port = port;
        idle = datapath.idle();
        thread = datapath.thread();
        calls = datapath.calls();
    }

    /**
     * The datapath that feeds the ports.
     *
     * @param dataRoomBytes longest frame in its pool; copies need the same room
     * @param idle          what its thread does when there is nothing to do
     * @param thread        number of the thread that the port belongs to
     * @param calls         to the datapath threads
     */
    record Datapath(int dataRoomBytes, IdlePolicy idle, int thread, DatapathCalls calls) {}

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
        if (idle == IdlePolicy.BUSY) {
            attachment.fromProcessor().neverSleeps();
        }
        RingLink.Access access = switch (terms.trust()) {
            case SHARED -> new RingLink.Shared();
            case MONITOR -> new RingLink.Monitor();
            case ISOLATED -> new RingLink.Isolated(copies.orElseThrow());
        };
        RingLink link = new RingLink(attachment.borrower(), access, attachment.toProcessor(),
                attachment.fromProcessor(), attachment.emptyBuffers());
        calls.submit(thread, port.attaching(link));
    }

    @Override
    public void suspend() {
        calls.submit(thread, port::suspend);
    }

    @Override
    public void resume() {
        calls.submit(thread, port::resume);
    }

    @Override
    public void hangUp() {
        calls.submit(thread, port::hangUp);
    }

    @Override
    public void cutOff() {
        calls.submit(thread, port::cutOff);
    }

    @Override
    public void died(Runnable reclaimed) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        done.thenRun(reclaimed);
        calls.submit(thread, () -> port.died(() -> calls.answer(done, null)));
    }
}
