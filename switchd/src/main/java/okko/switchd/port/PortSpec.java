package okko.switchd.port;

import java.nio.file.Path;
import java.util.OptionalInt;
import okko.ringshm.attach.TrustMode;
import okko.ringshm.message.MessageEndpoint;

/** What kind of port is wanted, with all that its kind needs to know. */
public sealed interface PortSpec {

    /** {@return the kind's name in configurations and listings} */
    String type();

    /** {@return whether packets come in by it, so that it is worth a share of a datapath thread} */
    default boolean receives() {
        return true;
    }

    /** {@return whether an external processor is behind it} */
    default boolean isExternal() {
        return false;
    }

    /** {@return whether it can have several receive queues, each with its share of the flows} */
    default boolean hasQueues() {
        return false;
    }

    /**
     * A Linux network interface, by a raw packet socket.
     *
     * @param interfaceName of an existing interface
     */
    record AfPacket(String interfaceName) implements PortSpec {

        /** Name of the kind. */
        public static final String TYPE = "afpacket";

        @Override
        public boolean hasQueues() {
            return true;
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A Linux network interface, by an {@code AF_XDP} socket on the packet pool.
     *
     * @param interfaceName of an existing interface
     * @param mode          how its frames are got at
     */
    record AfXdp(String interfaceName, Mode mode) implements PortSpec {

        /** Name of the kind. */
        public static final String TYPE = "afxdp";

        /** How an interface's frames are got at. */
        public enum Mode {
            /** The first of the others that the interface can do; a raw packet socket if it can do neither. */
            AUTO("auto"),
            /** In the interface's driver, without a copy if it can do that; nothing else will do. */
            NATIVE("native"),
            /** Behind the driver; nothing else will do. */
            GENERIC("generic");

            private final String label;

            Mode(String label) {
                this.label = label;
            }

            /** {@return the name in configurations} */
            public String label() {
                return label;
            }
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A network interface that the port makes.
     *
     * @param device   name of the interface
     * @param mtuBytes longest frame of the interface, without its Ethernet header
     */
    record Tap(String device, int mtuBytes) implements PortSpec {

        /** Name of the kind. */
        public static final String TYPE = "tap";

        /** Unless said otherwise. */
        public static final int DEFAULT_MTU_BYTES = 1500;

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * One end of a cord inside the switch.
     *
     * @param peer name of the other end, a patch port whose peer is this one
     */
    record Patch(String peer) implements PortSpec {

        /** Name of the kind. */
        public static final String TYPE = "patch";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A program that is a port: what it is sent comes in again, and goes through the program before the tables.
     *
     * @param program its number
     */
    record Bpf(int program) implements PortSpec {

        /** Name of the kind. */
        public static final String TYPE = "bpf";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Receives nothing, and swallows what it is sent. */
    record Null() implements PortSpec {

        /** Name of the kind. */
        public static final String TYPE = "null";

        @Override
        public boolean receives() {
            return false;
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Capture files.
     *
     * @param read  what is received, once, or {@code null} to receive nothing
     * @param write where sent frames go to, as pcapng if its name ends so; or {@code null} to swallow them
     */
    record Pcap(Path read, Path write) implements PortSpec {

        /** Name of the kind. */
        public static final String TYPE = "pcap";

        @Override
        public boolean receives() {
            return read != null;
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A generator of traffic from memory, and the sink that counts it.
     *
     * @param file    capture whose frames are sent on command, or {@code null} for a port that sends only what it is
     *                given
     * @param packets what the packets of the file are
     */
    record Replay(Path file, Packets packets) implements PortSpec {

        /** Name of the kind. */
        public static final String TYPE = "replay";

        /** What is sent. */
        public enum Packets {
            /** The loaded frames themselves, a buffer for each: what rewrites one changes what the next pass sends. */
            FRAMES("frames"),
            /** Copies, in a few buffers: they are as the file has them, and may be more than the pool has buffers. */
            COPIES("copies");

            private final String label;

            Packets(String label) {
                this.label = label;
            }

            /** {@return the word in configurations} */
            public String label() {
                return label;
            }
        }

        /**
         * A port that sends its frames themselves.
         *
         * @param file capture, or {@code null}
         */
        public Replay(Path file) {
            this(file, Packets.FRAMES);
        }

        @Override
        public boolean receives() {
            return file != null;
        }

        @Override
        public boolean hasQueues() {
            return file != null;
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * An external processor that copies of packets are sent to.
     *
     * @param to       where packets go
     * @param from     where answers come from
     * @param quota    most packets that may be under way
     * @param whenSlow what becomes of a packet that cannot be sent
     */
    record Aeron(MessageEndpoint to, MessageEndpoint from, int quota, RingPolicy.WhenSlow whenSlow)
            implements PortSpec {

        /** Name of the kind. */
        public static final String TYPE = "aeron";

        /** Packets under way unless said otherwise. */
        public static final int DEFAULT_QUOTA = 1024;

        /** Unless said otherwise. */
        public static final Aeron DEFAULT = new Aeron(MessageEndpoint.TO_PROCESSOR, MessageEndpoint.FROM_PROCESSOR,
                DEFAULT_QUOTA, new RingPolicy.Drop());

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public boolean isExternal() {
            return true;
        }
    }

    /**
     * An external processor that shares the packets' memory.
     *
     * @param capacity descriptors per ring, a power of two
     * @param trust    how far its processor is trusted with the packets
     * @param policy   what it may, and what happens when it cannot
     * @param user     whose processes may serve it, beside those of the switch's own user and of root
     */
    record Ring(int capacity, TrustMode trust, RingPolicy policy, OptionalInt user) implements PortSpec {

        /** Name of the kind. */
        public static final String TYPE = "ring";

        /** Descriptors per ring unless said otherwise. */
        public static final int DEFAULT_CAPACITY = 1024;

        /** Unless said otherwise. */
        public static final Ring DEFAULT = new Ring(DEFAULT_CAPACITY, TrustMode.SHARED,
                new RingPolicy(2 * DEFAULT_CAPACITY, 0, new RingPolicy.Drop()), OptionalInt.empty());

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public boolean isExternal() {
            return true;
        }
    }
}
