package okko.switchd.port;

import java.util.List;

/**
 * Frames for a replay port to send once, given while the switch runs.
 *
 * @param frames their bytes, in the order to send them in; not copied
 * @param dueNs  when to send each, counted from the beginning and never decreasing; {@code null} for at once
 */
public record GivenFrames(List<byte[]> frames, long[] dueNs) {

    /** Most frames at once: loading them must not keep the datapath from its work for long. */
    public static final int MAX_FRAMES = 512;

    /** Checks the numbers. */
    public GivenFrames {
        frames = List.copyOf(frames);
        if (frames.isEmpty() || frames.size() > MAX_FRAMES || dueNs != null && dueNs.length != frames.size()) {
            throw new IllegalArgumentException("need 1 to " + MAX_FRAMES + " frames, and a time for each or none: "
                    + frames.size() + " frames" + (dueNs == null ? "" : ", " + dueNs.length + " times"));
        }
    }
}
