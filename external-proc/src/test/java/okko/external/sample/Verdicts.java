package okko.external.sample;

import java.util.ArrayList;
import java.util.List;
import okko.external.frame.FrameBuilder;
import okko.external.frame.FrameMemory;

/** Asks a processor for its verdicts on frames. */
final class Verdicts implements AutoCloseable {

    private final FrameMemory memory = new FrameMemory();
    private final VerdictProcessor processor;

    Verdicts(VerdictProcessor processor) {
        this.processor = processor;
    }

    int on(byte[] frame) {
        return processor.verdict(memory.put(frame), frame.length);
    }

    int on(FrameBuilder frame) {
        return on(frame.build());
    }

    List<Integer> onAll(List<byte[]> frames) {
        List<Integer> verdicts = new ArrayList<>();
        frames.forEach(frame -> verdicts.add(on(frame)));
        return verdicts;
    }

    @Override
    public void close() {
        memory.close();
    }
}
