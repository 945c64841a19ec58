package okko.switchd.action;

import java.util.function.Consumer;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Vlan;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Packet;
import okko.switchd.packet.Question;
import okko.switchd.packet.Sink;
import org.agrona.UnsafeApi;

/**
 * Does what the steps of a packet's way say, and collects the packets for each port until the batch is over. Confined
 * to the datapath thread.
 *
 * <p>Each time that a packet is sent somewhere stands for one packet: the last one is the packet itself, the ones
 * before it are copies in buffers of their own, because their receivers may write to them and the steps that follow
 * write to the packet. So a packet that is sent only waits ({@code pending}): for the next step that sends or writes,
 * which makes a copy of it as it is now, or for the end of its way. At any moment: packets in + copies = packets handed
 * to sinks and controllers + drops + the packet at hand.
 */
public final class ActionExecutor {

    private static final int NO_PORT = -1;

    private final PacketPool pool;
    private final DropCounters drops;
    private final SharedState shared;
    private final boolean hasMirrors;
    private final PortBatches out;
    private final SparePackets spares = new SparePackets();

    private long copies;
    private long filterRuns;
    private long toControllers;
    private long mapsAsked;

    /** Finds the headers of a packet again, when steps have moved or written them. */
    private Consumer<Packet> parser;

    /** Where a packet's further steps are found, once more. */
    private Lookup lookup;

    // Of the packet at hand: the port that gets it, if no other step comes; and how often it was sent or dropped.
    private int pending = NO_PORT;
    private int ends;

    /** The mirrors that the packet at hand was copied to: a bit for each. */
    private long mirrored;

    /** Of the batch at hand; read when a step first asks for it, because few do. */
    private long nowNs;
    private boolean isClockRead;

    /**
     * Starts without ports, and with a state of its own.
     *
     * @param pool  where copies come from and dropped packets go to
     * @param drops where drops are counted
     */
    public ActionExecutor(PacketPool pool, DropCounters drops) {
        this(pool, drops, new SharedState());
    }

    /**
     * Starts without ports.
     *
     * @param pool   where copies come from and dropped packets go to
     * @param drops  where drops are counted
     * @param shared what the threads of the switch have in common
     */
    public ActionExecutor(PacketPool pool, DropCounters drops, SharedState shared) {
        this.pool = pool;
        this.drops = drops;
        this.shared = shared;
        hasMirrors = shared.mirrors() != Mirrors.NONE;
        out = new PortBatches(pool.thread());
    }

    /**
     * Makes a port known; one of the same number is replaced. Not while packets are staged.
     *
     * @param port OpenFlow number, 0 to 65,535
     * @param sink takes its packets
     */
    public void add(int port, Sink sink) {
        out.add(port, sink);
    }

    /**
     * Forgets a port; packets for it are dropped from now on. Not while packets are staged.
     *
     * @param port OpenFlow number
     */
    public void remove(int port) {
        out.remove(port);
    }

    /**
     * Does all steps of a packet's way. The packet belongs to a port or to the pool then.
     *
     * @param first  step
     * @param packet at hand
     */
    public void run(Step first, Packet packet) {
        if (hasMirrors) {
            mirrored = 0;
            mirror(shared.mirrors().ofInPort(packet.inPort), packet);
        }
        go(first, packet);
    }

    /**
     * Does the steps that are left of a packet's way; else as {@link #run}.
     *
     * @param first  step of these
     * @param packet at hand
     */
    public void goOn(Step first, Packet packet) {
        mirrored = 0;
        go(first, packet);
    }

    private void go(Step first, Packet packet) {
        pending = NO_PORT;
        ends = 0;
        if (first instanceof Forward forward) { // so common that it has a short way of its own
            forward.count(packet);
            forwardUntouched(forward.port(), packet);
            return;
        }
        Step step = first;
        while (step != null) {
            step = step.run(packet, this);
        }
    }

    /**
     * Sends the packet to a port, unless that is the one that it came in by (OpenFlow 1.3, 4.5).
     *
     * @param port   OpenFlow number, any
     * @param packet at hand
     */
    void output(int port, Packet packet) {
        if (port == packet.inPort) {
            dropCopy(DropReason.OUTPUT_TO_INPUT);
        } else {
            sendTo(port, packet);
        }
    }

    /**
     * Sends the packet to a port, whichever it is.
     *
     * @param port   OpenFlow number, any
     * @param packet at hand
     */
    void sendTo(int port, Packet packet) {
        if (!out.isKnown(port)) {
            dropCopy(DropReason.NO_SUCH_PORT);
        } else {
            settle(packet);
            ends++;
            pending = port;
            if (hasMirrors) {
                mirror(shared.mirrors().ofOutPort(port), packet);
            }
        }
    }

    /** Sends copies of the packet as it is now to the ports of some mirrors, but for those that have one already. */
    private void mirror(long which, Packet packet) {
        long left = which & ~mirrored;
        while (left != 0) {
            int mirror = Long.numberOfTrailingZeros(left);
            long alike = shared.mirrors().alike(mirror);
            mirrored |= alike;
            left &= ~alike;
            int port = shared.mirrors().toPort(mirror);
            if (out.isKnown(port)) {
                stageCopy(port, packet);
            } else {
                copies++;
                drops.add(DropReason.NO_SUCH_PORT, 1);
            }
        }
    }

    /** Sends the packet to a port, unless that is the one that it came in by; and that was its way. */
    void outputLast(int port, Packet packet) {
        if (pending == NO_PORT && ends == 0) {
            forward(port, packet);
        } else {
            output(port, packet);
            finish(packet, DropReason.FLOW_DROP); // which it is not: it was sent somewhere
        }
    }

    /** Sends the packet to all ports but the one that it came in by. */
    void outputToAll(Packet packet) {
        outputTo(out.ports(), packet);
    }

    /** Sends the packet to all ports that floods reach but the one that it came in by. */
    void flood(Packet packet) {
        outputTo(out.floodedPorts(), packet);
    }

    private void outputTo(int[] ports, Packet packet) {
        boolean isSent = false;
        for (int port : ports) {
            if (port != packet.inPort) {
                sendTo(port, packet);
                isSent = true;
            }
        }
        if (!isSent) {
            dropCopy(DropReason.NO_OTHER_PORT);
        }
    }

    /** Sends the packet where its destination was last seen as a source, or else to all ports; learns its source. */
    void outputAsLearned(Packet packet) {
        AddressTable addresses = shared.addresses();
        long tag = Headers.outerTag(packet);
        int vlan = tag == Headers.NONE ? 0 : Vlan.id(tag);
        long source = Ethernet.source(packet.address);
        if (!Ethernet.isGroup(source) && out.isKnown(packet.inPort)) { // or a controller sent it by no port
            addresses.learn(vlan, source, packet.inPort, nowNs());
        }
        long destination = Ethernet.destination(packet.address);
        if (Ethernet.isReserved(destination)) {
            dropCopy(DropReason.RESERVED_ADDRESS);
            return;
        }
        int port = Ethernet.isGroup(destination)
                ? AddressTable.UNKNOWN
                : addresses.find(vlan, destination, nowNs());
        if (out.isKnown(port)) {
            output(port, packet);
        } else {
            flood(packet);
        }
    }

    /** Sends the beginning of the packet to the controllers. */
    void toController(ToController how, Packet packet) {
        switch (shared.controllers().offer(how, packet)) {
            case TAKEN -> {
                ends++;
                copies++;
                toControllers++;
            }
            case NOBODY_LISTENS -> dropCopy(DropReason.NO_CONTROLLER);
            case FULL -> dropCopy(DropReason.CONTROLLER_FULL);
            case UNWANTED -> dropCopy(DropReason.PORT_NO_PACKET_IN);
        }
    }

    private void dropCopy(DropReason reason) {
        ends++;
        copies++;
        drops.add(reason, 1);
    }

    /**
     * Sends a copy to the port that the packet was last sent to, if there is one that waits: before anything writes to
     * the packet.
     *
     * @param packet at hand
     */
    void settle(Packet packet) {
        if (pending != NO_PORT) {
            int port = pending;
            pending = NO_PORT;
            stageCopy(port, packet);
        }
    }

    /**
     * Ends the packet's way.
     *
     * @param packet        at hand
     * @param ifSentNowhere reason of the drop if it was sent nowhere
     */
    void finish(Packet packet, DropReason ifSentNowhere) {
        if (pending != NO_PORT) {
            out.stage(pending, packet, packet.buffer, packet.address);
        } else if (ends == 0) {
            drop(ifSentNowhere, packet.buffer);
        } else {
            copies--; // one of them was the packet itself
            pool.release(packet.buffer);
        }
    }

    /**
     * Ends the packet's way in a drop, wherever it was sent before.
     *
     * @param packet at hand
     * @param reason why
     */
    void abandon(Packet packet, DropReason reason) {
        settle(packet);
        drop(reason, packet.buffer);
    }

    /**
     * Sends a packet that a processor has decided about.
     *
     * @param port   OpenFlow number, any
     * @param packet at hand
     */
    public void send(int port, Packet packet) {
        mirrored = 0;
        forward(port, packet);
    }

    /**
     * Sends a packet that nothing else happens to.
     *
     * @param port   OpenFlow number, any
     * @param packet at hand
     */
    void forward(int port, Packet packet) {
        if (port == packet.inPort) {
            drop(DropReason.OUTPUT_TO_INPUT, packet.buffer);
        } else if (!out.isKnown(port)) {
            drop(DropReason.NO_SUCH_PORT, packet.buffer);
        } else {
            if (hasMirrors) {
                mirror(shared.mirrors().ofOutPort(port), packet);
            }
            out.stage(port, packet, packet.buffer, packet.address);
        }
    }

    /**
     * Lets a copy of the packet go a way of its own.
     *
     * @param first  step of its way
     * @param packet at hand
     */
    void fork(Step first, Packet packet) {
        settle(packet);
        ends++;
        int buffer = copyFrame(packet);
        if (buffer == PacketPool.NO_BUFFER) {
            return;
        }
        copies++;
        Packet copy = spares.take();
        copy.becomeCopy(packet, buffer, frameAddress(buffer));
        int endsBefore = ends;
        boolean isThrough = false;
        try {
            go(first, copy);
            isThrough = true;
        } finally {
            if (!isThrough) {
                drop(DropReason.FAULT, buffer); // staging it would have been the last step
            }
            spares.giveBack(copy);
            ends = endsBefore;
            pending = NO_PORT;
        }
    }

    /**
     * Says how to parse a packet again whose headers steps have moved.
     *
     * @param newParser leaves the packet parsed
     */
    public void parseWith(Consumer<Packet> newParser) {
        parser = newParser;
    }

    /** Makes sure that the headers of the packet can be found. */
    void requireParsed(Packet packet) {
        if (packet.networkOffset == Packet.NOT_PARSED) {
            parser.accept(packet);
        }
    }

    /**
     * Says where to find a packet's further steps when they have to be looked up again.
     *
     * @param stages what stands before the actions
     */
    public void lookUpIn(Lookup stages) {
        lookup = stages;
    }

    /** {@return where a packet's further steps are found} */
    Lookup lookup() {
        return lookup;
    }

    /** Counts a filter that is asked. */
    void countFilterRun() {
        filterRuns++;
    }

    /**
     * Sends a packet to the processor behind a port to ask it something, if it has to be to the very one that it came
     * from. It belongs to the port then, and comes back with question and answer; or it is dropped.
     *
     * @param port     OpenFlow number
     * @param question to come back with the packet
     * @param packet   at hand
     */
    void ask(int port, Question question, Packet packet) {
        settle(packet);
        if (!out.isKnown(port)) {
            drop(DropReason.NO_SUCH_PORT, packet.buffer);
        } else {
            out.stage(port, packet, question);
        }
    }

    /**
     * Drops a packet.
     *
     * @param reason why
     * @param buffer goes back to the pool
     */
    public void drop(DropReason reason, int buffer) {
        drops.add(reason, 1);
        pool.release(buffer);
    }

    private void forwardUntouched(int port, Packet packet) {
        if (!hasMirrors && port != packet.inPort && out.isKnown(port)) {
            out.pass(port, packet);
        } else {
            forward(port, packet);
        }
    }

    /**
     * Begins with a batch.
     *
     * @param batch whose packets come next, from the first to the last
     */
    public void begin(Batch batch) {
        out.begin(batch);
    }

    /** Hands all staged packets to their ports; one that fails keeps none from the others. */
    public void flush() {
        isClockRead = false;
        out.flush();
    }

    /** {@return whether there is room before the frame for one tag or label more} */
    boolean hasHeadroom(Packet packet) {
        return packet.address - pool.dataAddress(packet.buffer) >= Vlan.LENGTH_BYTES;
    }

    /** {@return the time of the batch at hand} */
    long nowNs() {
        if (!isClockRead) {
            nowNs = shared.clock().nanoTime();
            isClockRead = true;
        }
        return nowNs;
    }

    /** {@return how often filters were asked so far} */
    public long filterRuns() {
        return filterRuns;
    }

    /** {@return packets that actions added so far: one for each time that a packet was sent, but for the last} */
    public long copies() {
        return copies;
    }

    /** Asks for the maps of a program to be sent to the controllers. */
    void askForMaps(int program) {
        mapsAsked++;
        shared.mapRequests().ask(program);
    }

    /** {@return how often rules have asked for maps to be sent so far} */
    public long mapsAsked() {
        return mapsAsked;
    }

    /** {@return packets whose beginnings went to the controllers so far} */
    public long toControllers() {
        return toControllers;
    }

    private void stageCopy(int port, Packet packet) {
        int buffer = copyFrame(packet);
        if (buffer == PacketPool.NO_BUFFER) {
            return;
        }
        boolean isStaged = false;
        try {
            out.stage(port, packet, buffer, frameAddress(buffer));
            isStaged = true;
            copies++;
        } finally {
            if (!isStaged) {
                pool.release(buffer);
            }
        }
    }

    private long frameAddress(int buffer) {
        return pool.dataAddress(buffer) + pool.headroomBytes();
    }

    /** {@return a buffer with the same frame, or {@link PacketPool#NO_BUFFER}: the copy is counted as dropped then} */
    private int copyFrame(Packet packet) {
        int lengthBytes = packet.lengthBytes;
        if (lengthBytes > pool.maxFrameBytes()) { // the headroom has been used; a copy starts behind it
            copies++;
            drops.add(DropReason.TOO_LONG, 1);
            return PacketPool.NO_BUFFER;
        }
        int buffer = pool.allocate();
        if (buffer == PacketPool.NO_BUFFER) {
            copies++;
            drops.add(DropReason.NO_BUFFER, 1);
            return buffer;
        }
        boolean isCopied = false;
        try {
            UnsafeApi.copyMemory(packet.address, frameAddress(buffer), lengthBytes);
            isCopied = true;
        } finally {
            if (!isCopied) {
                pool.release(buffer);
            }
        }
        return buffer;
    }
}
