package okko.eval.workload;

import java.util.List;

/**
 * The packets of an evaluation.
 *
 * @param source where they come from, in a line
 * @param frames in order, Ethernet header first
 * @param seed   that copies were drawn with; 0 where there are none
 * @param sha256 over all frames, each behind its length as four bytes in network order; hexadecimal
 * @param flows  TCP connections, both directions as one
 * @param bytes  the frames' lengths, summed
 */
public record Traffic(String source, List<byte[]> frames, long seed, String sha256, int flows, long bytes) {

    private static final String RECORDING = "recorded TCP connections, copied to more addresses";

    /**
     * Describes frames that were made of the recording that comes with Okko.
     *
     * @param frames in order
     * @param seed   that they were drawn with
     * @return the traffic
     */
    public static Traffic of(List<byte[]> frames, long seed) {
        return of(RECORDING, frames, seed);
    }

    /**
     * Describes frames.
     *
     * @param source where they come from, in a line
     * @param frames in order
     * @param seed   that they were drawn with; 0 if they were not
     * @return the traffic
     */
    public static Traffic of(String source, List<byte[]> frames, long seed) {
        return new Traffic(source, List.copyOf(frames), seed, Fingerprint.ofFrames(frames),
                FlowMultiplier.connections(frames), frames.stream().mapToLong(frame -> frame.length).sum());
    }

    /** {@return how many there are} */
    public int packets() {
        return frames.size();
    }
}
