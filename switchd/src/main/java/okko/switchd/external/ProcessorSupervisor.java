package okko.switchd.external;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okko.ringshm.attach.AttachDecision;
import okko.ringshm.attach.AttachListener;
import okko.ringshm.attach.AttachServer;
import okko.ringshm.attach.Attachment;
import okko.ringshm.attach.Loss;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.region.HugePages;
import okko.ringshm.region.SharedRegion;
import okko.switchd.packet.ProcessorState;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Looks after the external processors, on the control thread: who may attach to which ring port, who is silent, who is
 * dead. What follows from it for packets it asks of the {@link ProcessorPort}.
 *
 * <p>Silence proves nothing: a silent processor is not fed, but keeps what it holds. Only when the kernel says that
 * its process is dead are its buffers taken back, and its rings unmapped after that.
 */
public final class ProcessorSupervisor implements Agent, AttachListener, AutoCloseable {

    /** How long a processor may give no sign of life before it is not fed any more. */
    public static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, Slot> slots = new TreeMap<>();
    private final SharedRegion pool;
    private final NanoClock clock;
    private final int ownUid = PeerCredentials.self().uid();
    private final AttachServer server;

    private ProcessorSupervisor(List<ProcessorPort> ports, Listening listening) throws IOException {
        for (ProcessorPort port : ports) {
            slots.put(port.name(), new Slot(port));
        }
        pool = listening.pool();
        clock = listening.clock();
        server = new AttachServer(listening.socket(), pool.identity().instance(), this, clock);
    }

    /**
     * Where and with what processors attach.
     *
     * @param socket path where nothing is yet
     * @param pool   region of the packet pool
     * @param clock  monotonic
     */
    public record Listening(Path socket, SharedRegion pool, NanoClock clock) {}

    /**
     * Begins to listen for processors.
     *
     * @param ports     that processors may serve
     * @param listening where and with what
     * @return the supervisor; close it when no thread uses the ports any more
     * @throws IOException if there can be no socket
     */
    public static ProcessorSupervisor open(List<ProcessorPort> ports, Listening listening) throws IOException {
        return new ProcessorSupervisor(ports, listening);
    }

    /** One port and whoever serves it now. */
    private static final class Slot {

        private final ProcessorPort port;
        private Attachment attachment;
        /** Of the attachment, or of one that has been agreed on and is not there yet. */
        private Optional<PacketPool> copies = Optional.empty();
        private ProcessorState state = ProcessorState.ABSENT;
        /** Completed when everything has been taken back from the attached processor. */
        private CompletableFuture<Void> gone = CompletableFuture.completedFuture(null);
        private long attached;
        private long died;
        /** {@code null} unless the port is to go, and waits for its processor to end. */
        private CompletableFuture<Void> removed;
        private long removalDeadlineNs;

        Slot(ProcessorPort port) {
            this.port = port;
        }

        void closeCopies() {
            copies.ifPresent(PacketPool::close);
            copies = Optional.empty();
        }
    }

    @Override
    public String roleName() {
        return "okko-processors";
    }

    @Override
    public int doWork() throws IOException {
        int workCount = 0;
        long nowNs = clock.nanoTime();
        for (Slot slot : slots.values()) { // first: the server fails while this process has no descriptors left
            workCount += watch(slot, nowNs);
        }
        return workCount + server.poll();
    }

    private static int watch(Slot slot, long nowNs) {
        if (slot.removed != null && nowNs - slot.removalDeadlineNs >= 0) {
            CompletableFuture<Void> refused = slot.removed;
            slot.removed = null;
            refused.completeExceptionally(new ProcessorException("process " + slot.attachment.pid()
                    + " was told to leave port " + slot.port.name() + ", but does not end; okko ctl proc kill "
                    + slot.port.name() + " ends it"));
            return 1;
        }
        boolean hears = slot.attachment != null && slot.attachment.heartbeatAgeNs(nowNs) <= SILENCE_NS;
        if (isServed(slot.state) && slot.port.hasCutOff()) {
            slot.attachment.hangUp(); // one that means well ends then, and gives back what it holds
            slot.state = ProcessorState.CUT_OFF;
        } else if (slot.state == ProcessorState.SILENT && hears) {
            slot.port.resume();
            slot.state = ProcessorState.ATTACHED;
        } else if (slot.state == ProcessorState.ATTACHED && !hears) {
            slot.port.suspend();
            slot.state = ProcessorState.SILENT;
        } else {
            return 0;
        }
        return 1;
    }

    /** Whether the port looks at the rings of a processor that may be alive. */
    private static boolean isServed(ProcessorState state) {
        return switch (state) {
            case ATTACHED, SILENT, HUNG_UP -> true;
            case ABSENT, CUT_OFF, DEAD -> false;
        };
    }

    @Override
    public boolean mayCall(int uid) {
        return isMaster(uid) || slots.values().stream().anyMatch(slot -> isServant(slot, uid));
    }

    private boolean isMaster(int uid) {
        return uid == 0 || uid == ownUid;
    }

    private static boolean isServant(Slot slot, int uid) {
        OptionalInt user = slot.port.terms().user();
        return user.isPresent() && user.getAsInt() == uid;
    }

    @Override
    public AttachDecision attaching(String name, PeerCredentials credentials) {
        Slot slot = slots.get(name);
        if (slot == null) {
            return new AttachDecision.Refused(unknown(name));
        }
        if (slot.removed != null) {
            return new AttachDecision.Refused("port " + name + " is being closed");
        }
        if (!isMaster(credentials.uid()) && !isServant(slot, credentials.uid())) {
            return new AttachDecision.Refused("user " + credentials.uid() + " may not serve port " + name
                    + ": it is no port of that user's");
        }
        ProcessorPort.Terms terms = slot.port.terms();
        return switch (terms.trust()) {
            case SHARED, MONITOR -> new AttachDecision.Accepted(terms.ringCapacity(), terms.trust(), pool);
            case ISOLATED -> isolate(slot, terms);
        };
    }

    /** Makes a pool for the copies of one attachment, with nothing in it that another processor has seen. */
    private AttachDecision isolate(Slot slot, ProcessorPort.Terms terms) {
        slot.closeCopies(); // of somebody who was gone before the attachment was made
        try {
            PacketPool copies = PacketPool.create(terms.copies(), HugePages.NEVER, pool.identity().instance());
            slot.copies = Optional.of(copies);
            return new AttachDecision.Accepted(terms.ringCapacity(), terms.trust(), copies.region());
        } catch (IOException e) {
            return new AttachDecision.Refused(e.getMessage());
        }
    }

    @Override
    public void attached(Attachment attachment) {
        Slot slot = slots.get(attachment.name());
        slot.attachment = attachment;
        slot.gone = new CompletableFuture<>();
        slot.state = ProcessorState.ATTACHED;
        slot.attached++;
        slot.port.attach(attachment, slot.copies);
    }

    @Override
    public void lost(Attachment attachment, Loss loss) {
        Slot slot = slots.get(attachment.name());
        switch (loss) {
            case CLOSED -> {
                if (slot.state != ProcessorState.CUT_OFF) {
                    slot.state = ProcessorState.HUNG_UP;
                    slot.port.hangUp();
                }
            }
            case DIED -> {
                slot.state = ProcessorState.DEAD;
                slot.died++;
                slot.port.died(() -> forget(slot));
            }
        }
    }

    private void forget(Slot slot) {
        slot.attachment.close();
        slot.attachment = null;
        slot.closeCopies();
        slot.state = ProcessorState.ABSENT;
        slot.gone.complete(null);
        if (slot.removed != null) {
            slots.remove(slot.port.name());
            slot.removed.complete(null);
        }
    }

    /**
     * Lets processors serve one more port.
     *
     * @param port whose name no other has
     */
    public void add(ProcessorPort port) {
        slots.put(port.name(), new Slot(port));
    }

    /**
     * Lets nobody serve a port any more; the processor that does is told by hanging up.
     *
     * @param name       of the port
     * @param patienceNs how long the processor may take to end
     * @return completed when nobody serves the port, and it is forgotten here; with a {@link ProcessorException} if the
     *     processor does not end in time
     */
    public CompletableFuture<Void> remove(String name, long patienceNs) {
        Slot slot = slots.get(name);
        if (slot.attachment == null) {
            slots.remove(name);
            return CompletableFuture.completedFuture(null);
        }
        slot.removed = new CompletableFuture<>();
        slot.removalDeadlineNs = clock.nanoTime() + patienceNs;
        if (slot.state == ProcessorState.ATTACHED || slot.state == ProcessorState.SILENT) {
            slot.attachment.hangUp();
            slot.port.hangUp(); // what it returns on its way out is taken
            slot.state = ProcessorState.HUNG_UP;
        }
        return slot.removed;
    }

    /**
     * Serves a processor no more, and tells it so by hanging up. What it holds stays in quarantine until it is dead.
     *
     * @param name of its port
     * @return number of its process
     * @throws ProcessorException if there is none
     */
    public int detach(String name) throws ProcessorException {
        Slot slot = attachedSlot(name);
        if (slot.state != ProcessorState.DEAD) {
            slot.attachment.hangUp();
            slot.port.cutOff();
            slot.state = ProcessorState.CUT_OFF;
        }
        return slot.attachment.pid();
    }

    /**
     * Kills a processor's process.
     *
     * @param name of its port
     * @return completed when everything that it held has been taken back
     * @throws ProcessorException if there is none, or the kernel does not allow it
     */
    public CompletableFuture<Void> kill(String name) throws ProcessorException {
        Slot slot = attachedSlot(name);
        int pid = slot.attachment.pid();
        if (pid == PeerCredentials.self().pid()) {
            throw new ProcessorException("processor " + name + " lives in the switch's own process");
        }
        try {
            slot.attachment.kill();
        } catch (KernelException e) {
            throw new ProcessorException("process " + pid + " of processor " + name + " cannot be killed: "
                    + e.getMessage() + "; what it holds stays lent until it ends");
        }
        return slot.gone;
    }

    private Slot attachedSlot(String name) throws ProcessorException {
        Slot slot = slots.get(name);
        if (slot == null) {
            throw new ProcessorException(unknown(name));
        }
        if (slot.attachment == null) {
            throw new ProcessorException("no processor is attached as " + name);
        }
        return slot;
    }

    private String unknown(String name) {
        String known = slots.isEmpty() ? "there are none" : "there are " + String.join(", ", slots.keySet());
        return "no ring port is named " + name + "; " + known;
    }

    /** {@return why waking a processor costs more than usual, see {@link AttachServer#signalsByTimer}} */
    public Optional<String> signalsByTimer() {
        return server.signalsByTimer();
    }

    /** {@return each ring port's processor, by name} */
    public List<ProcessorStatus> list() {
        long nowNs = clock.nanoTime();
        return slots.values().stream().map(slot -> status(slot, nowNs)).toList();
    }

    private static ProcessorStatus status(Slot slot, long nowNs) {
        Attachment attachment = slot.attachment;
        int pid = attachment == null ? 0 : attachment.pid();
        long ageNs = attachment == null ? 0 : attachment.heartbeatAgeNs(nowNs);
        int uid = attachment == null ? 0 : attachment.uid();
        return new ProcessorStatus(slot.port.name(), slot.state.label(), pid, uid, TimeUnit.NANOSECONDS.toMillis(ageNs),
                slot.attached, slot.died);
    }

    /** Stops listening and unmaps all rings and copies; no thread may use them any more. */
    @Override
    public void close() throws IOException {
        server.close();
        slots.values().forEach(Slot::closeCopies);
    }
}
