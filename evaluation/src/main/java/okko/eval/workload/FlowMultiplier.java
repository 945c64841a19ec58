package okko.eval.workload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Makes many flows of a few: copies a recording with other addresses and mixes the copies.
 *
 * <p>Each copy's packets keep their order, so every connection still makes sense; which copy comes next is drawn at
 * random, by how many packets it has left, so that packets of one kind do not stand together. The same recording, limit
 * and seed always give the same traffic.
 */
public final class FlowMultiplier {

    private final int mostPackets;
    private final long seed;

    /**
     * Makes a multiplier.
     *
     * @param mostPackets that the traffic may have, 1 or more; a longer recording is cut
     * @param seed        of all that is drawn
     */
    public FlowMultiplier(int mostPackets, long seed) {
        if (mostPackets < 1) {
            throw new IllegalArgumentException("traffic needs a packet: mostPackets=" + mostPackets);
        }
        this.mostPackets = mostPackets;
        this.seed = seed;
    }

    /**
     * Multiplies a recording, as often as the limit allows, once at least.
     *
     * @param recorded frames in order, at least one
     * @return the copies' frames, mixed
     * @throws IllegalArgumentException if the recording is empty
     */
    public List<byte[]> multiply(List<byte[]> recorded) {
        if (recorded.isEmpty()) {
            throw new IllegalArgumentException("the recording holds no packet");
        }
        List<byte[]> original = recorded.subList(0, Math.min(recorded.size(), mostPackets));
        int copies = mostPackets / original.size();
        Random random = new Random(seed);
        List<Integer> masks = AddressMasks.draw(addresses(original), copies, random);
        FrameEditor editor = new FrameEditor();
        List<byte[]> mixed = new ArrayList<>(copies * original.size());
        int[] next = new int[copies];
        for (int left = copies * original.size(); left > 0; left--) {
            int copy = draw(next, original.size(), random.nextInt(left));
            editor.load(original.get(next[copy]++));
            editor.applyMask(masks.get(copy));
            mixed.add(editor.bytes());
        }
        return mixed;
    }

    /** Finds the copy that holds the ticket-th of all packets that are left. */
    private static int draw(int[] next, int packetsPerCopy, int ticket) {
        int copy = 0;
        int rest = ticket;
        while (rest >= packetsPerCopy - next[copy]) {
            rest -= packetsPerCopy - next[copy];
            copy++;
        }
        return copy;
    }

    private static Set<Integer> addresses(List<byte[]> frames) {
        FrameEditor editor = new FrameEditor();
        Set<Integer> addresses = new HashSet<>();
        for (byte[] frame : frames) {
            editor.load(frame);
            if (editor.isIpv4()) {
                addresses.add(editor.source());
                addresses.add(editor.destination());
            }
        }
        return addresses;
    }

    /**
     * Counts TCP connections, both directions as one.
     *
     * @param frames of any kind
     * @return how many pairs of address and port there are
     */
    static int connections(List<byte[]> frames) {
        FrameEditor editor = new FrameEditor();
        Set<Connection> connections = new HashSet<>();
        for (byte[] frame : frames) {
            editor.load(frame);
            if (editor.isTcp()) {
                connections.add(editor.connection());
            }
        }
        return connections.size();
    }
}
