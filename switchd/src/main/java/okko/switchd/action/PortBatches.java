package okko.switchd.action;

import java.util.Arrays;
import okko.switchd.packet.Batch;
import okko.switchd.packet.Packet;
import okko.switchd.packet.Question;
import okko.switchd.packet.Sink;

/** The packets that wait for each port until the batch at hand is over. Confined to the datapath thread. */
final class PortBatches {

    private static final int FIRST_CAPACITY = 16;

    private final int thread;

    /** By port number; {@code null} where there is no port. */
    private Sink[] sinks = new Sink[FIRST_CAPACITY];

    /** By port number; packets that {@link #flush} will send. */
    private Batch[] staged = new Batch[FIRST_CAPACITY];

    /** Ports that something is staged for, in the order in which that began. */
    private int[] waiting = new int[FIRST_CAPACITY];

    private int waitingCount;

    // If all packets of a batch go out of one port as they came in, the batch itself is what is sent. Up to the first
    // packet that does not, they are only counted here.
    private Batch incoming = new Batch();
    private int passed;
    private int passedTo;

    /** Numbers of all ports, ascending. */
    private int[] ports = {};

    /** Of these, the ones that floods reach. */
    private int[] floodedPorts = {};

    /**
     * Starts without ports.
     *
     * @param thread number of the datapath thread
     */
    PortBatches(int thread) {
        this.thread = thread;
    }

    void add(int port, Sink sink) {
        if (port >= sinks.length) {
            int capacity = Math.max(port + 1, 2 * sinks.length);
            sinks = Arrays.copyOf(sinks, capacity);
            staged = Arrays.copyOf(staged, capacity);
        }
        if (sinks[port] == null) {
            ports = Arrays.copyOf(ports, ports.length + 1);
            ports[ports.length - 1] = port;
            Arrays.sort(ports);
            waiting = Arrays.copyOf(waiting, Math.max(waiting.length, ports.length));
        }
        sinks[port] = sink;
        staged[port] = new Batch();
        chooseFlooded();
    }

    void remove(int port) {
        if (isKnown(port)) {
            sinks[port] = null;
            staged[port] = null;
            ports = Arrays.stream(ports).filter(other -> other != port).toArray();
            chooseFlooded();
        }
    }

    private void chooseFlooded() {
        floodedPorts = Arrays.stream(ports).filter(port -> sinks[port].isFlooded()).toArray();
    }

    /** Any number may be asked about. */
    boolean isKnown(int port) {
        return port >= 0 && port < sinks.length && sinks[port] != null;
    }

    /** The numbers of all ports, ascending; not to be changed. */
    int[] ports() {
        return ports;
    }

    /** The numbers of the ports that floods reach, ascending; not to be changed. */
    int[] floodedPorts() {
        return floodedPorts;
    }

    /** Says which packets come next; nothing is staged. */
    void begin(Batch batch) {
        incoming = batch;
        passed = 0;
    }

    /** Stages a packet that nothing has been done to since it came in, for a port that is known. */
    void pass(int port, Packet packet) {
        if (packet.batchIndex == passed && passed < incoming.size && (passed == 0 || port == passedTo)) {
            passedTo = port;
            passed++;
        } else {
            stage(port, packet, packet.buffer, packet.address);
        }
    }

    /** The batch does not go out as it is: what was counted is staged. */
    private void stagePassed() {
        int count = passed;
        passed = 0;
        for (int i = 0; i < count; i++) {
            room(passedTo).add(incoming.buffer[i], incoming.address[i], incoming.lengthBytes[i], incoming.inPort[i],
                    incoming.metadata[i]);
        }
    }

    /** Stages a packet, in a buffer of its own or in that of a copy, for a port that is known. */
    void stage(int port, Packet packet, int buffer, long address) {
        if (passed > 0 && port == passedTo) {
            stagePassed(); // they come first
        }
        room(port).add(buffer, address, packet.lengthBytes, packet.inPort, packet.metadata);
    }

    private Batch room(int port) {
        Batch out = staged[port];
        if (out.size == 0) {
            waiting[waitingCount++] = port;
        } else if (out.isFull()) {
            send(port);
        }
        return out;
    }

    /** Stages a packet that is to come back with a question. */
    void stage(int port, Packet packet, Question question) {
        stage(port, packet, packet.buffer, packet.address);
        staged[port].askLast(question, thread, 0);
    }

    /** Hands all staged packets to their ports; one that fails keeps none from the others. */
    void flush() {
        if (passed > 0 && (passed < incoming.size || waitingCount > 0)) {
            stagePassed();
        }
        int count = waitingCount;
        waitingCount = 0;
        if (passed > 0) {
            passed = 0;
            send(passedTo, incoming);
        }
        flush(0, count);
    }

    private void flush(int from, int count) {
        int next = from;
        try {
            while (next < count) {
                send(waiting[next++]);
            }
        } finally {
            if (next < count) {
                flush(next, count);
            }
        }
    }

    private void send(int port) {
        send(port, staged[port]);
    }

    private void send(int port, Batch out) {
        try {
            sinks[port].send(out);
        } finally {
            out.clear(); // also if it failed: nobody knows what it took, and a lost buffer is better than a shared one
        }
    }
}
