package okko.switchd.datapath;

import java.util.ArrayList;
import java.util.List;
import okko.ringshm.wire.NetworkOrder;
import okko.switchd.flow.Field;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Batch;
import okko.switchd.packet.TestNetwork;
import org.agrona.UnsafeApi;

/**
 * A UDP packet as the slow model has it: what its headers say, and no bytes. It shares nothing with the parser, the flow
 * key and the steps.
 */
final class LawPacket implements Cloneable {

    private static final int TAG = 0x8100;
    private static final int LABEL = 0x8847;
    private static final int IPV4 = 0x0800;
    private static final int UDP = 17;
    private static final int BYTES_BEHIND_TYPE = 50;

    int inPort;
    long metadata;
    long reg0;
    long reg1;

    final long id;
    int protocol = UDP;
    private long destination;
    private long source;

    /** Control words without the presence bit, the outer one first. */
    List<Integer> tags = new ArrayList<>();

    /** Label stack entries, the outer one first. */
    List<Integer> labels = new ArrayList<>();

    private long networkSource;
    private long networkDestination;
    private long typeOfService;
    long timeToLive;
    private long sourcePort;
    private long destinationPort;

    LawPacket(long id) {
        this.id = id;
    }

    /** A packet from few values, so that many have the same. */
    static LawPacket random(int id, java.util.Random random) {
        LawPacket packet = new LawPacket(id);
        packet.inPort = 1 + random.nextInt(3);
        packet.destination = random.nextInt(4);
        packet.source = random.nextInt(2);
        packet.networkSource = random.nextInt(4);
        packet.networkDestination = random.nextInt(4);
        packet.typeOfService = random.nextInt(2) << 2;
        packet.timeToLive = random.nextInt(6) == 0 ? random.nextInt(3) : 64;
        packet.sourcePort = random.nextInt(2);
        packet.destinationPort = random.nextInt(4);
        if (random.nextInt(3) == 0) {
            packet.tags.add(random.nextInt(3) | random.nextInt(2) << 13);
        }
        return packet;
    }

    LawPacket copy() {
        try {
            LawPacket copy = (LawPacket) super.clone();
            copy.tags = new ArrayList<>(tags);
            copy.labels = new ArrayList<>(labels);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isIp() {
        return labels.isEmpty();
    }

    /** The value that a rule can see; 0 where there is nothing to see. */
    long value(Field field) {
        return switch (field) {
            case IN_PORT -> inPort;
            case METADATA -> metadata;
            case REG0 -> reg0;
            case REG1 -> reg1;
            case DL_DST -> destination;
            case DL_SRC -> source;
            case DL_TYPE -> isIp() ? IPV4 : LABEL;
            case DL_VLAN -> tags.isEmpty() ? 0 : tags.getFirst() & 0xfff;
            case DL_VLAN_PCP -> tags.isEmpty() ? 0 : tags.getFirst() >> 13;
            case VLAN_TCI -> tags.isEmpty() ? 0 : tags.getFirst() | FlowKey.VLAN_PRESENT;
            case MPLS_LABEL -> labels.isEmpty() ? 0 : labels.getFirst() >>> 12;
            case NW_PROTO -> isIp() ? UDP : 0;
            case NW_SRC -> isIp() ? networkSource : 0;
            case NW_DST -> isIp() ? networkDestination : 0;
            case NW_TOS -> isIp() ? typeOfService : 0;
            case NW_TTL -> isIp() ? timeToLive : 0;
            case UDP_SRC -> isIp() ? sourcePort : 0;
            case UDP_DST -> isIp() ? destinationPort : 0;
            default -> throw new AssertionError(field);
        };
    }

    boolean has(Field field) {
        return switch (field) {
            case DL_VLAN, DL_VLAN_PCP -> !tags.isEmpty();
            case MPLS_LABEL -> !labels.isEmpty();
            case NW_SRC, NW_DST, NW_TOS, NW_TTL, UDP_SRC, UDP_DST -> isIp();
            default -> true;
        };
    }

    /** Writes a field, if the packet has it. */
    void set(Field field, long value, long mask) {
        if (!has(field)) {
            return;
        }
        long written = value(field) & ~mask | value & mask;
        switch (field) {
            case IN_PORT -> inPort = (int) written;
            case METADATA -> metadata = written;
            case REG0 -> reg0 = written;
            case REG1 -> reg1 = written;
            case DL_DST -> destination = written;
            case DL_SRC -> source = written;
            case DL_VLAN -> tags.set(0, tags.getFirst() & ~0xfff | (int) written);
            case DL_VLAN_PCP -> tags.set(0, tags.getFirst() & 0x1fff | (int) written << 13);
            case MPLS_LABEL -> labels.set(0, labels.getFirst() & 0xfff | (int) written << 12);
            case NW_SRC -> networkSource = written;
            case NW_DST -> networkDestination = written;
            case NW_TOS -> typeOfService = written;
            case NW_TTL -> timeToLive = written;
            case UDP_SRC -> sourcePort = written;
            case UDP_DST -> destinationPort = written;
            default -> throw new AssertionError(field);
        }
    }

    void pushLabel() {
        int entry = labels.isEmpty()
                ? (int) (typeOfService >>> 2 & 7) << 9 | 0x100 | (int) (timeToLive == 0 ? 64 : timeToLive)
                : labels.getFirst() & ~0x100;
        labels.addFirst(entry);
    }

    /** Makes a frame of it. */
    void addTo(Batch batch, TestNetwork network) {
        int buffer = network.pool().allocate();
        long frame = network.pool().dataAddress(buffer) + network.pool().headroomBytes();
        UnsafeApi.setMemory(frame, 96, (byte) 0);
        NetworkOrder.put48(frame, destination);
        NetworkOrder.put48(frame + 6, source);
        long at = frame + 12;
        for (int tag : tags) {
            NetworkOrder.put16(at, TAG);
            NetworkOrder.put16(at + 2, tag);
            at += 4;
        }
        NetworkOrder.put16(at, IPV4);
        at += 2;
        NetworkOrder.put8(at, 0x45);
        NetworkOrder.put8(at + 1, (int) typeOfService);
        NetworkOrder.put16(at + 2, BYTES_BEHIND_TYPE);
        NetworkOrder.put16(at + 4, (int) id);
        NetworkOrder.put8(at + 8, (int) timeToLive);
        NetworkOrder.put8(at + 9, protocol);
        NetworkOrder.put32(at + 12, (int) networkSource);
        NetworkOrder.put32(at + 16, (int) networkDestination);
        NetworkOrder.put16(at + 20, (int) sourcePort);
        NetworkOrder.put16(at + 22, (int) destinationPort);
        NetworkOrder.put16(at + 24, BYTES_BEHIND_TYPE - 20);
        batch.add(buffer, frame, (int) (at - frame) + BYTES_BEHIND_TYPE, inPort, metadata);
    }

    /** Reads a frame. */
    static LawPacket of(long frame, int lengthBytes) {
        long at = frame + 12;
        List<Integer> tags = new ArrayList<>();
        while (NetworkOrder.u16(at) == TAG) {
            tags.add(NetworkOrder.u16(at + 2));
            at += 4;
        }
        List<Integer> labels = new ArrayList<>();
        boolean isMpls = NetworkOrder.u16(at) == LABEL;
        at += 2;
        for (boolean isLast = !isMpls; !isLast; at += 4) {
            labels.add(NetworkOrder.u32(at));
            isLast = (labels.getLast() & 0x100) != 0;
        }
        if (lengthBytes != (int) (at - frame) + BYTES_BEHIND_TYPE) {
            throw new AssertionError("length " + lengthBytes);
        }
        LawPacket packet = new LawPacket(NetworkOrder.u16(at + 4));
        packet.destination = NetworkOrder.u48(frame);
        packet.source = NetworkOrder.u48(frame + 6);
        packet.tags = tags;
        packet.labels = labels;
        packet.typeOfService = NetworkOrder.u8(at + 1);
        packet.timeToLive = NetworkOrder.u8(at + 8);
        packet.networkSource = Integer.toUnsignedLong(NetworkOrder.u32(at + 12));
        packet.networkDestination = Integer.toUnsignedLong(NetworkOrder.u32(at + 16));
        packet.sourcePort = NetworkOrder.u16(at + 20);
        packet.destinationPort = NetworkOrder.u16(at + 22);
        return packet;
    }

    /** What a receiver sees of it. */
    @Override
    public String toString() {
        return id + ":" + destination + "," + source + "," + tags + "," + labels + "," + typeOfService + ","
                + timeToLive + "," + networkSource + "," + networkDestination + "," + sourcePort + ","
                + destinationPort;
    }
}
