package okko.ringshm.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okko.ringshm.attach.AttachMessage.Outlook;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.kernel.ProcessFd;
import okko.ringshm.kernel.Receipt;
import okko.ringshm.kernel.SeqpacketSocket;
import okko.ringshm.layout.AttachmentDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.region.HugePages;
import okko.ringshm.region.RegionIdentity;
import okko.ringshm.region.RegionKind;
import okko.ringshm.region.SharedRegion;
import org.agrona.concurrent.NanoClock;

/**
 * Lets processors attach to the switch, and notices when they are gone. Has no thread: all happens in {@link #poll()}.
 *
 * <p>Nothing that a caller does on the socket can make {@code poll} wait or fail, or costs a descriptor for longer than
 * {@link #PATIENCE_NS}.
 */
public final class AttachServer implements AutoCloseable {

    /** How long a caller may take to say what it wants, nanoseconds. */
    public static final long PATIENCE_NS = 5_000_000_000L;

    /** Callers beyond these wait in the kernel's queue. */
    private static final int MAX_CALLERS = 32;

    private final Path socketPath;
    private final SeqpacketSocket listening;
    private final UUID instance;
    private final AttachListener listener;
    private final NanoClock clock;
    private final int uid = PeerCredentials.self().uid();
    private final List<Caller> callers = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private long epoch;

    /**
     * Begins to listen. Close the server when no thread uses the rings of an attachment any more.
     *
     * @param socket    path to listen at; nothing may be there, see {@link RunDirectory#claim()}
     * @param instance  of the switch: that of its packet pool
     * @param listener  whom to ask and to tell
     * @param clock     for the callers' time; {@code SystemNanoClock.INSTANCE}, but in tests
     * @throws IOException if the socket cannot be made
     */
    public AttachServer(Path socket, UUID instance, AttachListener listener, NanoClock clock) throws IOException {
        socketPath = socket;
        this.instance = instance;
        this.listener = listener;
        this.clock = clock;
        listening = SeqpacketSocket.listen(socket);
    }

    /**
     * Does what there is to do, without waiting: notices losses, answers callers, accepts new ones.
     *
     * @return how much was done; 0 if nothing
     * @throws IOException if this process has a problem, no descriptors left for instance; never for what a caller did
     */
    public int poll() throws IOException {
        return watchAttachments() + hearCallers() + acceptCallers();
    }

    private int watchAttachments() throws IOException {
        attachments.removeIf(Attachment::isClosed);
        int workCount = 0;
        for (Attachment attachment : List.copyOf(attachments)) {
            Optional<Loss> loss = attachment.watch();
            if (loss.isPresent()) {
                listener.lost(attachment, loss.get());
                workCount++;
            }
        }
        return workCount;
    }

    private int acceptCallers() throws IOException {
        int workCount = 0;
        while (callers.size() < MAX_CALLERS) {
            Optional<SeqpacketSocket> socket = listening.accept();
            if (socket.isEmpty()) {
                break;
            }
            callers.add(new Caller(socket.get(), clock.nanoTime()));
            workCount++;
        }
        return workCount;
    }

    private int hearCallers() {
        int before = callers.size();
        callers.removeIf(caller -> hear(caller) == Progress.DONE);
        return before - callers.size();
    }

    private enum Progress {
        WAITING,
        DONE
    }

    /** Somebody connected who is not attached yet. */
    private static final class Caller {

        private final SeqpacketSocket socket;
        private final long sinceNs;
        private AttachMessage.Attach request;

        Caller(SeqpacketSocket socket, long sinceNs) {
            this.socket = socket;
            this.sinceNs = sinceNs;
        }
    }

    private Progress hear(Caller caller) {
        try {
            if (caller.request == null) {
                // One byte more than a message has, to see that it is too long; room for no descriptor.
                switch (caller.socket.receive(AttachMessage.SIZE_BYTES + 1, 0)) {
                    case Receipt.Message(byte[] bytes, _) -> {
                        if (!(AttachMessage.decode(bytes).orElse(null) instanceof AttachMessage.Attach request)) {
                            return refuse(caller, "this is no request to attach");
                        }
                        caller.request = request;
                    }
                    case Receipt.Closed() -> {
                        caller.socket.close();
                        return Progress.DONE;
                    }
                    case Receipt.Nothing() -> {
                        return isOverdue(caller) ? refuse(caller, "no request came in time") : Progress.WAITING;
                    }
                }
            }
            return answer(caller);
        } catch (IOException e) {
            return refuse(caller, e.getMessage());
        }
    }

    private boolean isOverdue(Caller caller) {
        return clock.nanoTime() - caller.sinceNs > PATIENCE_NS;
    }

    private Progress answer(Caller caller) throws IOException {
        AttachMessage.Attach request = caller.request;
        PeerCredentials credentials = caller.socket.peer();
        Optional<String> objection = objection(request, credentials);
        if (objection.isPresent()) {
            return refuse(caller, objection.get());
        }
        Optional<Attachment> holder =
                attachments.stream().filter(a -> !a.isClosed() && a.name().equals(request.name())).findAny();
        if (holder.isPresent()) {
            if (holder.get().isDead() && !isOverdue(caller)) {
                return Progress.WAITING; // its buffers are being reclaimed; the name is free in a moment
            }
            // A process that holds the name itself was cut off, and keeps it until it has ended: waiting is no use.
            Outlook outlook = holder.get().pid() == credentials.pid() ? Outlook.FINAL : Outlook.TRY_AGAIN;
            return refuse(caller, new AttachMessage.Refuse(outlook,
                    "process " + holder.get().pid() + " is attached as " + request.name()));
        }
        return switch (listener.attaching(request.name(), credentials)) {
            case AttachDecision.Refused(String reason) -> refuse(caller, reason);
            case AttachDecision.Accepted accepted -> accept(caller, credentials, accepted);
        };
    }

    private Optional<String> objection(AttachMessage.Attach request, PeerCredentials credentials) {
        if (request.version() != AttachMessage.VERSION) {
            return Optional.of("the processor speaks version " + request.version() + " of the attach protocol, the"
                    + " switch version " + AttachMessage.VERSION);
        }
        if (!AttachMessage.isValidName(request.name())) {
            return Optional.of(AttachMessage.NAME_RULE);
        }
        if (credentials.uid() != 0 && credentials.uid() != uid) {
            return Optional.of("user " + credentials.uid() + " may not attach, only user " + uid + " and root");
        }
        // Whoever maps the rings must be whom the kernel watches for us, not a child that inherited the socket.
        if (request.pid() != credentials.pid()) {
            return Optional.of("process " + request.pid() + " asks on a socket that process " + credentials.pid()
                    + " connected; both must be one process in the switch's PID namespace");
        }
        return Optional.empty();
    }

    private Progress accept(Caller caller, PeerCredentials credentials, AttachDecision.Accepted terms)
            throws IOException {
        int borrower = freeBorrower();
        if (borrower == PacketPool.MAX_BORROWERS) {
            return refuse(caller, "the switch has " + PacketPool.MAX_BORROWERS + " processors already");
        }
        // If the caller has died and its number was given to another, sending to it fails below: its socket is gone.
        ProcessFd process = ProcessFd.open(credentials.pid());
        try {
            Attachment.Channel channel = createChannel(terms);
            var peer = new Attachment.Peer(caller.socket, credentials, process);
            var attachment = new Attachment(caller.request, borrower, peer, channel);
            try {
                var accept = new AttachMessage.Accept(borrower, terms.trust(), instance, epoch);
                caller.socket.send(AttachMessage.encode(accept), terms.pool().descriptor(),
                        channel.rings().descriptor(), channel.processorWakeUp().descriptor(),
                        channel.switchWakeUp().descriptor());
            } catch (KernelException e) {
                attachment.close(); // the caller has gone
                return Progress.DONE;
            }
            attachments.add(attachment);
            listener.attached(attachment);
            return Progress.DONE;
        } catch (IOException e) {
            process.close();
            throw e;
        }
    }

    private Attachment.Channel createChannel(AttachDecision.Accepted terms) throws IOException {
        SharedRegion rings = createRings(terms.ringCapacity());
        EventFd processorWakeUp = null;
        try {
            processorWakeUp = EventFd.create();
            return new Attachment.Channel(
                    terms.trust(), rings, terms.ringCapacity(), processorWakeUp, EventFd.create());
        } catch (KernelException e) {
            rings.close();
            if (processorWakeUp != null) {
                processorWakeUp.close();
            }
            throw e;
        }
    }

    private SharedRegion createRings(int capacity) throws IOException {
        var identity = new RegionIdentity(RegionKind.RINGS, instance, ++epoch);
        SharedRegion rings = SharedRegion.create(
                identity, AttachmentDescriptor.regionBytes(capacity), HugePages.NEVER);
        rings.buffer().putInt(AttachmentDescriptor.CAPACITY_OFFSET, capacity);
        rings.buffer().putLong(AttachmentDescriptor.PROCESSOR_BEAT_OFFSET, clock.nanoTime());
        rings.publish();
        return rings;
    }

    private int freeBorrower() {
        int borrower = 0;
        while (borrower < PacketPool.MAX_BORROWERS && isBorrower(borrower)) {
            borrower++;
        }
        return borrower;
    }

    private boolean isBorrower(int borrower) {
        return attachments.stream().anyMatch(attachment -> !attachment.isClosed() && attachment.borrower() == borrower);
    }

    private Progress refuse(Caller caller, String reason) {
        return refuse(caller, new AttachMessage.Refuse(reason));
    }

    private Progress refuse(Caller caller, AttachMessage.Refuse refusal) {
        try {
            caller.socket.send(AttachMessage.encode(refusal));
        } catch (KernelException e) {
            // The caller has gone, or does not listen: nobody is left to be told.
        }
        caller.socket.close();
        return Progress.DONE;
    }

    /** Stops listening, hangs up on everybody and unmaps all rings; no thread may use these any more. */
    @Override
    public void close() throws IOException {
        listening.close();
        Files.deleteIfExists(socketPath);
        callers.forEach(caller -> caller.socket.close());
        callers.clear();
        attachments.forEach(Attachment::close);
        attachments.clear();
    }
}
