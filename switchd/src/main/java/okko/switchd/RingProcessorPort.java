package okko.switchd;

import java.util.concurrent.CompletableFuture;
import okko.ringshm.attach.Attachment;
import okko.ringshm.idle.IdlePolicy;
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
    private final int capacity;
    private final RingPort port;
    private final IdlePolicy idle;
    private final DatapathCalls calls;

    RingProcessorPort(
            PortConfig config, PortSpec.Ring spec, RingPort port, IdlePolicy idle, DatapathCalls calls) {
        name = config.name();
        capacity = spec.capacity();
        this.port = port;
        this.idle = idle;
        this.calls = calls;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int ringCapacity() {
        return capacity;
    }

    @Override
    public boolean hasCutOff() {
        return port.state() == ProcessorState.CUT_OFF;
    }

    @Override
    public void attach(Attachment attachment) {
        if (idle == IdlePolicy.BUSY) {
            attachment.fromProcessor().neverSleeps();
        }
        RingLink link = new RingLink(attachment.borrower(), attachment.toProcessor(), attachment.fromProcessor());
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
