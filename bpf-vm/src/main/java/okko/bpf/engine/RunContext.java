package okko.bpf.engine;

import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/**
 * What a program may ask of the packet at hand besides its bytes, what it decided, and the services of its thread.
 * Confined to the thread of its function; helpers read and write it.
 *
 * <p>An XDP program gets {@link #HANDLE} in r1, no address: its accesses to {@code struct xdp_md} are accesses to this
 * object.
 */
public final class RunContext {

    /** What r1 of an XDP program holds; not a canonical address on x86-64 or AArch64. */
    public static final long HANDLE = 0x4d41_5100_0000_0000L;

    /** The size of {@code struct xdp_md}, bytes. */
    public static final int CONTEXT_BYTES = 24;

    /** Stands for a port where the program chose none. */
    public static final int NO_PORT = -1;

    /** An odd number without pattern, 2^64 divided by the golden ratio: no two threads begin near one another. */
    private static final long SEED_STEP = 0x9e37_79b9_7f4a_7c15L;

    private final Environment environment;
    private final int thread;
    private final HeldRecords records = new HeldRecords();
    private final Consumer<String> log;
    private long random;

    // What was told, for this run and later ones.
    private int headroomAtStart;
    private int tailroomAtStart;
    private int ingressPort;
    private int receiveQueue;
    private long metadata;

    // Of the run at hand.
    private long packet;
    private long lengthBytes;
    private int headroomBytes;
    private int tailroomBytes;
    private int outputPort = NO_PORT;
    private boolean isForController;
    private int tailCalls;
    private boolean isTouched;
    private boolean hasEnded;
    private long result;

    /**
     * Makes the context of one function.
     *
     * @param environment that the function runs in
     * @param thread      number of the thread, from 0, below the environment's number of threads
     */
    public RunContext(Environment environment, int thread) {
        this(environment, thread, environment.log());
    }

    private RunContext(Environment environment, int thread, Consumer<String> log) {
        this.environment = environment;
        this.thread = thread;
        this.log = log;
        random = (thread + 1) * SEED_STEP;
    }

    /**
     * Makes the context of a function whose lines nobody is to read.
     *
     * @param environment that the function runs in
     * @param thread      number of the thread, from 0
     * @return the context
     */
    public static RunContext silent(Environment environment, int thread) {
        return new RunContext(environment, thread, _ -> { });
    }

    /**
     * Begins a run. Ports and room around the packet are those that were told last, whatever the run before has done.
     *
     * @param address of the frame's first byte
     * @param bytes   length of the frame
     */
    public void begin(long address, long bytes) {
        packet = address;
        lengthBytes = bytes;
        if (isTouched) {
            reset();
        }
    }

    /** Undoes what a run has done to what few runs touch. */
    private void reset() {
        headroomBytes = headroomAtStart;
        tailroomBytes = tailroomAtStart;
        outputPort = NO_PORT;
        isForController = false;
        tailCalls = 0;
        hasEnded = false;
        isTouched = false;
    }

    /** Begins a run where another program's has come to. */
    void beginBehind(RunContext before) {
        packet = before.packet;
        lengthBytes = before.lengthBytes;
        headroomBytes = before.headroomBytes;
        tailroomBytes = before.tailroomBytes;
        ingressPort = before.ingressPort;
        receiveQueue = before.receiveQueue;
        metadata = before.metadata;
        outputPort = before.outputPort;
        isForController = before.isForController;
        tailCalls = before.tailCalls + 1;
        hasEnded = false;
        isTouched = true;
    }

    /**
     * Tells of the packet what its bytes do not; holds until it is told anew.
     *
     * @param port  it came from, {@code ingress_ifindex}
     * @param queue it came from, {@code rx_queue_index}
     */
    public void arrivedAt(int port, int queue) {
        ingressPort = port;
        receiveQueue = queue;
    }

    /**
     * Tells how far the packet may grow; holds until it is told anew.
     *
     * @param headroom bytes that may be used before the first byte
     * @param tailroom bytes that may be used behind the last byte
     */
    public void room(int headroom, int tailroom) {
        headroomAtStart = headroom;
        tailroomAtStart = tailroom;
        isTouched = true;
    }

    /** {@return the address of the frame's first byte, as the program has moved it} */
    public long packet() {
        return packet;
    }

    /** {@return the length of the frame, bytes, as the program has changed it} */
    public long lengthBytes() {
        return lengthBytes;
    }

    /**
     * Moves the packet's ends.
     *
     * @param head bytes to cut off the front; negative to grow into the headroom
     * @param tail bytes to add at the end; negative to cut off
     * @return true if the room allowed it and at least 14 bytes are left; else nothing is changed
     */
    public boolean adjust(int head, int tail) {
        long length = lengthBytes - head + tail;
        boolean fits = (long) headroomBytes + head >= 0 && (long) tailroomBytes - tail >= 0
                && length >= 14 && length <= BpfFunction.MAX_PACKET_BYTES;
        if (fits) {
            packet += head;
            lengthBytes = length;
            headroomBytes += head;
            tailroomBytes -= tail;
            isTouched = true;
        }
        return fits;
    }

    /**
     * Tells whether a field of {@code struct xdp_md} begins at an address.
     *
     * @param address any number
     * @return true if {@link #field} can read there
     */
    boolean hasField(long address) {
        long offset = address - HANDLE;
        return offset >= 0 && offset < CONTEXT_BYTES && offset % Integer.BYTES == 0;
    }

    /**
     * Reads a field of {@code struct xdp_md}: {@code data}, {@code data_end} and {@code data_meta} are whole addresses,
     * though the program declares them as 32 bits; there is never any metadata before the packet, and no
     * {@code egress_ifindex} where packets come in.
     *
     * @param address of the field
     * @return what a load of 4 bytes makes of its register
     */
    long field(long address) {
        return switch ((int) (address - HANDLE)) {
            case 0, 8 -> packet;
            case 4 -> packet + lengthBytes;
            case 12 -> Integer.toUnsignedLong(ingressPort);
            case 16 -> Integer.toUnsignedLong(receiveQueue);
            default -> 0;
        };
    }

    /** {@return the port that the packet came from} */
    public int ingressPort() {
        return ingressPort;
    }

    /** {@return the receive queue that the packet came from} */
    public int receiveQueue() {
        return receiveQueue;
    }

    /** {@return the port that the program chose in this run, or {@link #NO_PORT}; meaningful if its result says so} */
    public int outputPort() {
        return outputPort;
    }

    /**
     * Chooses where the packet goes.
     *
     * @param port number
     */
    public void output(int port) {
        outputPort = port;
        isTouched = true;
    }

    /** Chooses that the packet goes to the controllers. */
    public void toController() {
        isForController = true;
        isTouched = true;
    }

    /** {@return whether the program chose in this run that the packet goes to the controllers} */
    public boolean isForController() {
        return isForController;
    }

    /** {@return the packet's metadata} */
    public long metadata() {
        return metadata;
    }

    /**
     * Changes the packet's metadata: by whoever runs the program, before it, or by the program.
     *
     * @param value what it is from now on
     */
    public void metadata(long value) {
        metadata = value;
    }

    /** {@return the number of the thread, from 0} */
    public int thread() {
        return thread;
    }

    /** {@return how many threads may run the program} */
    public int threads() {
        return environment.threads();
    }

    /** {@return the ring buffer records that the run holds} */
    public HeldRecords records() {
        return records;
    }

    /**
     * Draws a number. The sequence depends on the thread alone, so that a run can be repeated.
     *
     * @return 32 random bits, not fit for secrets (xorshift64*, S. Vigna, ACM TOMS 42, 2016)
     */
    public int nextRandom() {
        random ^= random >>> 12;
        random ^= random << 25;
        random ^= random >>> 27;
        return (int) (random * 0x2545_f491_4f6c_dd1dL >>> Integer.SIZE);
    }

    /** {@return what helpers read the time from} */
    public NanoClock clock() {
        return environment.clock();
    }

    /** {@return where a program's lines go} */
    public Consumer<String> log() {
        return log;
    }

    /**
     * Ends the run: the instruction at hand is the last.
     *
     * @param r0 the run's result
     */
    public void end(long r0) {
        hasEnded = true;
        result = r0;
        isTouched = true;
    }

    /** {@return whether the run has ended before an exit; the engine asks behind each instruction that may do that} */
    public boolean hasEnded() {
        return hasEnded;
    }

    /** {@return the result of a run that has ended before an exit} */
    public long result() {
        return result;
    }

    /**
     * Goes on with another program, and ends this one with its result.
     *
     * @param target function of the same thread
     * @return false if too many programs have followed on one another; nothing has happened then
     */
    public boolean tailCall(ProgramFunction target) {
        if (tailCalls == BpfFunction.MAX_TAIL_CALLS) {
            return false;
        }
        long r0 = target.follow(this);
        RunContext next = target.context();
        packet = next.packet;
        lengthBytes = next.lengthBytes;
        metadata = next.metadata;
        outputPort = next.outputPort;
        isForController = next.isForController;
        end(r0);
        return true;
    }
}
