package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import okko.ringshm.kernel.SystemCall.CallNumber;

/**
 * Changes a network interface of this machine's, netdevice(7) and {@code <linux/ethtool.h>}. Off the packets' way;
 * {@link LinkQuery} tells how an interface is.
 */
public final class NetworkInterface {

    /** Longest name, {@code IFNAMSIZ} without its final zero. */
    public static final int MAX_NAME_BYTES = 15;

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SIOCGIFFLAGS = 0x8913;
    private static final int SIOCSIFFLAGS = 0x8914;
    private static final int SIOCSIFMTU = 0x8922;
    private static final int SIOCETHTOOL = 0x8946;
    private static final short IFF_UP = 1;

    // struct ifreq: a name, and a union of what the request is about
    static final int REQUEST_BYTES = 40;
    static final int REQUEST_UNION_OFFSET = 16;

    // struct ethtool_value: command, value; struct ethtool_channels
    private static final int ETHTOOL_VALUE_BYTES = 8;
    private static final int ETHTOOL_GFLAGS = 0x25;
    private static final int ETHTOOL_SFLAGS = 0x26;
    private static final int ETHTOOL_GGRO = 0x2b;
    private static final int ETHTOOL_SGRO = 0x2c;
    private static final int ETH_FLAG_LRO = 1 << 15;
    private static final int ETHTOOL_GCHANNELS = 0x3c;
    private static final int CHANNELS_BYTES = 36;
    private static final int CHANNELS_RX_OFFSET = 20;
    private static final int CHANNELS_COMBINED_OFFSET = 32;

    private NetworkInterface() {}

    /** Whether a card, or the kernel for it, makes one long frame of several that it received. */
    public enum Coalescing {
        /** Frames stay as they were on the wire. */
        OFF,
        /** Frames may be longer than the interface's MTU. */
        ON
    }

    /**
     * Switches an interface on or off.
     *
     * @param name of an existing interface
     * @param isUp what it is to be
     * @throws KernelException if there is no such interface, or the process lacks {@code CAP_NET_ADMIN}
     */
    public static void switchTo(String name, boolean isUp) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            MemorySegment request = request(call, name);
            control(call, SIOCGIFFLAGS, request, "flags of " + name);
            int flags = request.get(JAVA_SHORT, REQUEST_UNION_OFFSET);
            request.set(JAVA_SHORT, REQUEST_UNION_OFFSET, (short) (isUp ? flags | IFF_UP : flags & ~IFF_UP));
            control(call, SIOCSIFFLAGS, request, "switching " + name + (isUp ? " on" : " off"));
        }
    }

    /**
     * Sets the longest frame of an interface.
     *
     * @param name     of an existing interface
     * @param mtuBytes without the Ethernet header
     * @throws KernelException if the interface cannot have it, or the process lacks {@code CAP_NET_ADMIN}
     */
    public static void mtu(String name, int mtuBytes) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            MemorySegment request = request(call, name);
            request.set(JAVA_INT, REQUEST_UNION_OFFSET, mtuBytes);
            control(call, SIOCSIFMTU, request, "MTU " + mtuBytes + " of " + name);
        }
    }

    /**
     * Sets whether received frames are put together, by the kernel (GRO) or the card (LRO).
     *
     * @param name   of an existing interface
     * @param wanted what is to be
     * @return what was before, if it could be found out and changed
     */
    public static Coalescing coalesce(String name, Coalescing wanted) {
        try (SystemCall call = new SystemCall()) {
            boolean was = flag(call, name, ETHTOOL_GGRO, ETHTOOL_SGRO, 1, wanted)
                    | flag(call, name, ETHTOOL_GFLAGS, ETHTOOL_SFLAGS, ETH_FLAG_LRO, wanted);
            return was ? Coalescing.ON : Coalescing.OFF;
        }
    }

    /** Sets one bit of a value; a driver that does not know the value has nothing to be changed. */
    private static boolean flag(SystemCall call, String name, int get, int set, int bit, Coalescing wanted) {
        MemorySegment value = call.bytes(ETHTOOL_VALUE_BYTES);
        value.set(JAVA_INT, 0, get);
        if (!ethtool(call, name, value)) {
            return false;
        }
        int before = value.get(JAVA_INT, Integer.BYTES);
        int after = wanted == Coalescing.ON ? before | bit : before & ~bit;
        if (before != after) {
            value.set(JAVA_INT, 0, set);
            value.set(JAVA_INT, Integer.BYTES, after);
            ethtool(call, name, value);
        }
        return (before & bit) != 0;
    }

    /**
     * Counts the queues that an interface receives by.
     *
     * @param name of an interface
     * @return 1 or more; 1 if its driver does not tell
     */
    public static int receiveQueues(String name) {
        try (SystemCall call = new SystemCall()) {
            MemorySegment channels = call.bytes(CHANNELS_BYTES);
            channels.set(JAVA_INT, 0, ETHTOOL_GCHANNELS);
            if (!ethtool(call, name, channels)) {
                return 1;
            }
            return Math.max(1, channels.get(JAVA_INT, CHANNELS_RX_OFFSET)
                    + channels.get(JAVA_INT, CHANNELS_COMBINED_OFFSET));
        }
    }

    /**
     * Finds out how fast an interface is.
     *
     * @param name of an interface
     * @return 10^6 bits per second; empty if there is no such interface, or it is down, or its driver does not tell
     */
    public static OptionalInt megabitsPerSecond(String name) {
        try {
            int speed = Integer.parseInt(Files.readString(Path.of("/sys/class/net", name, "speed")).strip());
            return speed > 0 ? OptionalInt.of(speed) : OptionalInt.empty();
        } catch (IOException | NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    private static boolean ethtool(SystemCall call, String name, MemorySegment command) {
        MemorySegment request = request(call, name);
        request.set(ValueLayout.JAVA_LONG, REQUEST_UNION_OFFSET, command.address());
        try {
            control(call, SIOCETHTOOL, request, "ethtool");
            return true;
        } catch (KernelException _) {
            return false;
        }
    }

    static MemorySegment request(SystemCall call, String name) {
        requireName(name);
        MemorySegment request = call.bytes(REQUEST_BYTES);
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(text, 0, request, JAVA_BYTE, 0, Math.min(text.length, MAX_NAME_BYTES));
        return request;
    }

    static void requireName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "network interface " + name + ": a name has 1 to " + MAX_NAME_BYTES + " characters");
        }
    }

    private static void control(SystemCall call, int number, MemorySegment request, String what)
            throws KernelException {
        int socket = (int) call.require("socket", CallNumber.SOCKET, AF_INET, SOCK_DGRAM_CLOEXEC, 0);
        try {
            call.require(what, CallNumber.IOCTL, socket, number, request.address());
        } finally {
            OpenFile.close(socket);
        }
    }
}
