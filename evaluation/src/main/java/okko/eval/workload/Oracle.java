package okko.eval.workload;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import okko.external.api.BufferShape;
import okko.external.api.PacketBatch;
import okko.external.api.PacketFeed;
import okko.external.api.Processor;
import okko.switchd.port.FrameHash;

/**
 * Runs over the traffic what knows the right verdicts, here and now: no switch, no ring.
 *
 * <p>It goes on, pass by pass, until the verdicts repeat: the first pass meets connections that the program has never
 * seen, a later one may not.
 */
public final class Oracle {

    private static final int BATCH_PACKETS = 32;
    private static final int IN_PORT = 1;
    private static final int MATCH = 1;
    private static final int NO_MATCH = 0;

    private final int fewestPasses;
    private final int mostPasses;

    /**
     * Makes an oracle.
     *
     * @param fewestPasses of the proof, 2 or more
     * @param mostPasses   after which the verdicts must repeat
     */
    public Oracle(int fewestPasses, int mostPasses) {
        if (fewestPasses < 2 || mostPasses < fewestPasses) {
            throw new IllegalArgumentException("two passes are needed to compare: fewestPasses=" + fewestPasses
                    + ", mostPasses=" + mostPasses);
        }
        this.fewestPasses = fewestPasses;
        this.mostPasses = mostPasses;
    }

    /**
     * Judges traffic.
     *
     * @param traffic to judge
     * @param judge   with fresh state
     * @return what it says
     * @throws IllegalStateException if the verdicts do not repeat, or the judge does what cannot be compared
     */
    public Expectation judge(Traffic traffic, Processor judge) {
        try (Arena arena = Arena.ofConfined()) {
            List<MemorySegment> frames = traffic.frames().stream().map(frame -> copy(frame, arena)).toList();
            List<Verdicts> passes = new ArrayList<>();
            long match = 0;
            long noMatch = 0;
            long dropped = 0;
            Pass last = null;
            while (passes.size() < mostPasses) {
                Pass pass = run(frames, judge);
                passes.add(pass.verdicts);
                match += pass.matchChecksum;
                noMatch += pass.noMatchChecksum;
                dropped += pass.droppedChecksum;
                if (passes.size() >= fewestPasses && pass.equals(last)) {
                    return new Expectation(List.copyOf(passes), match, noMatch, dropped);
                }
                last = pass;
            }
            throw new IllegalStateException("verdicts do not settle: passes=" + passes);
        }
    }

    private static MemorySegment copy(byte[] frame, Arena arena) {
        // A program may look at a few bytes at once where fewer are there; it discards them, but they must be readable.
        MemorySegment copy = arena.allocate(frame.length + Long.BYTES, Long.BYTES);
        MemorySegment.copy(frame, 0, copy, ValueLayout.JAVA_BYTE, 0, frame.length);
        return copy.asSlice(0, frame.length);
    }

    private static Pass run(List<MemorySegment> frames, Processor judge) {
        int longest = frames.stream().mapToInt(frame -> Math.toIntExact(frame.byteSize())).max().orElse(0);
        PacketFeed feed = new PacketFeed(BATCH_PACKETS, new BufferShape(0, longest), PacketFeed.Access.READ_ONLY);
        PacketBatch batch = feed.batch();
        Pass pass = new Pass(new Verdicts(0, 0), 0, 0, 0);
        for (int first = 0; first < frames.size(); first += BATCH_PACKETS) {
            feed.clear();
            for (MemorySegment frame : frames.subList(first, Math.min(first + BATCH_PACKETS, frames.size()))) {
                feed.add(frame.address(), 0, Math.toIntExact(frame.byteSize()), IN_PORT, 0);
            }
            process(judge, batch);
            for (int i = 0; i < batch.size(); i++) {
                pass = pass.plus(batch, i);
            }
        }
        return pass;
    }

    /** Code of users may fail in any way; the switch would drop the batch. */
    private static void process(Processor judge, PacketBatch batch) {
        try {
            judge.process(batch);
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException("the processor fails on a packet, or writes to one: " + e, e);
        }
    }

    private record Pass(Verdicts verdicts, long matchChecksum, long noMatchChecksum, long droppedChecksum) {

        Pass plus(PacketBatch batch, int index) {
            long checksum = FrameHash.of(batch.address(index), batch.lengthBytes(index));
            return switch (batch.verdict(index)) {
                case PASS -> passed(batch.result(index), checksum);
                case DROP -> new Pass(verdicts.plus(new Verdicts(0, 0, 1)), matchChecksum, noMatchChecksum,
                        droppedChecksum + checksum);
                case OUTPUT -> throw new IllegalStateException("the processor sends a packet to a port by itself; an"
                        + " evaluation compares pass with result 0 or 1, and drop");
            };
        }

        private Pass passed(int result, long checksum) {
            return switch (result) {
                case MATCH -> new Pass(verdicts.plus(new Verdicts(1, 0)), matchChecksum + checksum, noMatchChecksum,
                        droppedChecksum);
                case NO_MATCH -> new Pass(verdicts.plus(new Verdicts(0, 1)), matchChecksum, noMatchChecksum + checksum,
                        droppedChecksum);
                default -> throw new IllegalStateException("the processor gives a packet the result " + result
                        + "; an evaluation compares results 0, no match, and 1, match");
            };
        }
    }
}
