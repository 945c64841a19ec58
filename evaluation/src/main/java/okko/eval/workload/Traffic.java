package okko.eval.workload;

import java.util.List;

/**
 * The packets of an evaluation.
 *
 * @param frames in order, Ethernet header first
 * @param seed   that the copies were drawn with
 * @param sha256 over all frames, each behind its length as four bytes in network order; hexadecimal
 * @param flows  TCP connections, both directions as one
 * @param bytes  the frames' lengths, summed
 */
public record Traffic(List<byte[]> frames, long seed, String sha256, int flows, long bytes) {

    /**
     * Describes frames.
     *
     * @param frames in order
     * @param seed   that they were drawn with
     * @return the traffic
     */
    public static Traffic of(List<byte[]> frames, long seed) {
        return new Traffic(List.copyOf(frames), seed, Fingerprint.ofFrames(frames), FlowMultiplier.connections(frames),
                frames.stream().mapToLong(frame -> frame.length).sum());
    }

    /** {@return how many there are} */
    public int packets() {
        return frames.size();
    }
}
