package okko.ringshm.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okko.ringshm.attach.AttachMessage.Outlook;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.OpenFile;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.kernel.ProcessFd;
import okko.ringshm.kernel.SeqpacketSocket;
import okko.ringshm.kernel.Signaller;
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
 * {@link #PATIENCE_NS}; nor can callers in any number make one call of it long.
 */
public final class AttachServer implements AutoCloseable {

    /** How long a caller may take to say what it wants, nanoseconds. */
    public static final long PATIENCE_NS = 5_000_000_000L;

    /** Who connects beyond these waits for the next poll. */
    static final int MAX_ACCEPTED_PER_POLL = 64;

    /** Rings are memory to be cleared, the longest work here; who asks beyond these waits for the next poll. */
    static final int MAX_ATTACHED_PER_POLL = 4;

    private final Path socketPath;
    private final SeqpacketSocket listening;
    /** Used by the thread that the rings of all attachments belong to. */
    private final Signaller signaller;
    private final UUID instance;
    private final AttachListener listener;
    private final NanoClock clock;
    private final WaitingRoom waitingRoom = new WaitingRoom();
    private final List<Attachment> attachments = new ArrayList<>();
    private int attachedInPoll;
    private long epoch;

    /**
     * Begins to listen. Close the server when no thread uses the rings of an attachment any more.
     *
     * @param socket   path to listen at; nothing may be there, see {@link RunDirectory#claim()}
     * @param instance of the switch: that of its packet pool
     * @param listener whom to ask and to tell
     * @param clock    for the callers' time; {@code SystemNanoClock.INSTANCE}, but in tests
     * @throws IOException if the socket cannot be made
     */
    public AttachServer(Path socket, UUID instance, AttachListener listener, NanoClock clock) throws IOException {
        socketPath = socket;
        this.instance = instance;
        this.listener = listener;
        this.clock = clock;
        signaller = Signaller.create();
        try {
            listening = SeqpacketSocket.listen(socket);
        } catch (KernelException e) {
            signaller.close();
            throw e;
        }
    }

    /**
     * Does what there is to do, without waiting: notices losses, answers callers, accepts new ones.
     *
     * @return how much was done; 0 if nothing
     * @throws IOException if this process has a problem, no descriptors left for instance; never for what a caller did
     */
    public int poll() throws IOException {
        attachedInPoll = 0;
        return watchAttachments() + waitingRoom.serve(this::serve) + acceptCallers();
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
        while (workCount < MAX_ACCEPTED_PER_POLL) {
            Optional<SeqpacketSocket> socket = listening.accept();
            if (socket.isEmpty()) {
                break;
            }
            waitingRoom.admit(socket.get(), listener, clock.nanoTime());
            workCount++;
        }
        return workCount;
    }

    /** Returns true if the caller is done with: attached, refused or gone. */
    private boolean serve(Caller caller) {
        try {
            return switch (caller.hear()) {
                case SILENT -> caller.isOverdue(clock.nanoTime()) && refuse(caller, "no request came in time");
                case BABBLED -> refuse(caller, "this is no request to attach");
                case LEFT -> {
                    caller.hangUp();
                    yield true;
                }
                case ASKED -> attachedInPoll < MAX_ATTACHED_PER_POLL && answer(caller);
            };
        } catch (IOException e) {
            return refuse(caller, e.getMessage());
        }
    }

    private static boolean refuse(Caller caller, String reason) {
        caller.refuse(reason);
        return true;
    }

    private boolean answer(Caller caller) throws IOException {
        AttachMessage.Attach request = caller.request();
        Optional<String> objection = objection(request, caller.credentials());
        if (objection.isPresent()) {
            return refuse(caller, objection.get());
        }
        Optional<Attachment> holder =
                attachments.stream().filter(a -> !a.isClosed() && a.name().equals(request.name())).findAny();
        if (holder.isPresent()) {
            if (holder.get().isDead() && !caller.isOverdue(clock.nanoTime())) {
                return false; // its buffers are being reclaimed; the name is free in a moment
            }
            // A process that holds the name itself was cut off, and keeps it until it has ended: waiting is no use.
            int pid = holder.get().pid();
            String taken = "process " + pid + " is attached as " + request.name();
            caller.refuse(pid == caller.credentials().pid()
                    ? new AttachMessage.Refuse(Outlook.FINAL,
                            taken + " already, or was cut off: the name is free when it has ended")
                    : new AttachMessage.Refuse(Outlook.TRY_AGAIN, taken));
            return true;
        }
        switch (listener.attaching(request.name(), caller.credentials())) {
            case AttachDecision.Refused(String reason) -> caller.refuse(reason);
            case AttachDecision.Accepted accepted -> accept(caller, accepted);
        }
        return true;
    }

    private static Optional<String> objection(AttachMessage.Attach request, PeerCredentials credentials) {
        if (request.version() != AttachMessage.VERSION) {
            return Optional.of("the processor speaks version " + request.version() + " of the attach protocol, the"
                    + " switch version " + AttachMessage.VERSION);
        }
        if (!AttachMessage.isValidName(request.name())) {
            return Optional.of(AttachMessage.NAME_RULE);
        }
        // Whoever maps the rings must be whom the kernel watches for us, not a child that inherited the socket.
        if (request.pid() != credentials.pid()) {
            return Optional.of("process " + request.pid() + " asks on a socket that process " + credentials.pid()
                    + " connected; both must be one process in the switch's PID namespace");
        }
        return Optional.empty();
    }

    private void accept(Caller caller, AttachDecision.Accepted terms) throws IOException {
        int borrower = freeBorrower();
        if (borrower == PacketPool.MAX_BORROWERS) {
            caller.refuse("the switch has " + PacketPool.MAX_BORROWERS + " processors already");
            return;
        }
        switch (terms.trust()) {
            case SHARED, ISOLATED -> accept(caller, borrower, terms, terms.pool().descriptor());
            case MONITOR -> {
                int readOnly = terms.pool().openReadOnly();
                try {
                    accept(caller, borrower, terms, readOnly);
                } finally {
                    OpenFile.close(readOnly);
                }
            }
        }
    }

    private void accept(Caller caller, int borrower, AttachDecision.Accepted terms, int poolDescriptor)
            throws IOException {
        attachedInPoll++;
        Attachment attachment = prepare(caller, borrower, terms);
        try {
            var accept = new AttachMessage.Accept(borrower, terms.trust(), instance, attachment.epoch());
            attachment.send(accept, poolDescriptor);
        } catch (KernelException e) {
            attachment.close(); // the caller has gone
            return;
        }
        attachments.add(attachment);
        listener.attached(attachment);
    }

    /** Everything that an attachment needs of this process; it then has the caller's socket too, unless this fails. */
    private Attachment prepare(Caller caller, int borrower, AttachDecision.Accepted terms) throws IOException {
        // If the caller has died and its number was given to another, sending to it fails later: its socket is gone.
        ProcessFd process = ProcessFd.open(caller.credentials().pid());
        try {
            Channel channel = Channel.create(terms, createRings(terms.ringCapacity()), signaller);
            var peer = new Attachment.Peer(caller.socket(), caller.credentials(), process);
            return new Attachment(caller.request(), borrower, peer, channel);
        } catch (IOException e) {
            process.close();
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

    /** Stops listening, hangs up on everybody and unmaps all rings; no thread may use these any more. */
    @Override
    public void close() throws IOException {
        listening.close();
        Files.deleteIfExists(socketPath);
        waitingRoom.close();
        attachments.forEach(Attachment::close);
        attachments.clear();
        signaller.close();
    }
}
