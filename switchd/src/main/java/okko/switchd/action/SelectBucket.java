package okko.switchd.action;

import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Packet;

/**
 * Chooses one of several ways by a hash of the packet's addresses, protocol and ports, so that all packets of a
 * connection go the same one, and each gets its share of the connections.
 */
public final class SelectBucket extends Step {

    private static final long PORTS = 0xffffffff00000000L;
    private static final long PROTOCOL = 0xff000000L;

    private final long seed;

    /** Sum of the weights up to and including each way. */
    private final long[] weightsUpTo;

    private final Step[] ways;

    /**
     * Makes the step.
     *
     * @param seed    the same for all threads, so that a connection stays with its way
     * @param weights of the ways; not all 0
     * @param ways    one for each weight
     */
    public SelectBucket(long seed, int[] weights, Step[] ways) {
        this.seed = seed;
        this.ways = ways.clone();
        weightsUpTo = new long[weights.length];
        long sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            weightsUpTo[i] = sum;
        }
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        long sum = weightsUpTo[weightsUpTo.length - 1];
        long chosen = Math.unsignedMultiplyHigh(hash(packet.key), sum);
        int i = 0;
        while (weightsUpTo[i] <= chosen) {
            i++;
        }
        return ways[i];
    }

    private long hash(long[] key) {
        long hash = mix(seed, key[FlowKey.ADDRESSES]);
        hash = mix(hash, key[FlowKey.TRANSPORT] & PORTS | key[FlowKey.PORT_AND_NETWORK] & PROTOCOL);
        for (int word = 0; word < 2; word++) {
            hash = mix(hash, key[FlowKey.IPV6_SOURCE + word]);
            hash = mix(hash, key[FlowKey.IPV6_DESTINATION + word]);
        }
        return hash;
    }

    private static long mix(long hash, long word) {
        long product = (hash ^ word) * 0x9e3779b97f4a7c15L;
        return (product ^ product >>> 32) * 0xd6e8feb86659fd93L;
    }
}
