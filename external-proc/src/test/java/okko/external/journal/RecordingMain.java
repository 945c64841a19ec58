package okko.external.journal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import okko.external.api.BufferShape;
import okko.external.api.Metrics;
import okko.external.api.PacketFeed;
import okko.external.api.ProcessorContext;
import okko.external.api.Settings;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Records frames that count up, until it is killed. Arguments: directory, first number. */
final class RecordingMain {

    static final int FRAME_BYTES = 1_000;

    private RecordingMain() {}

    public static void main(String[] arguments) {
        Recorder recorder = new Recorder();
        recorder.start(new ProcessorContext("rec",
                new Settings(Map.of("dir", Path.of(arguments[0]).toString(), "max-bytes", "8388608")), new Metrics(),
                System::nanoTime));
        ByteBuffer frame = BufferUtil.allocateDirectAligned(2_048, 64);
        PacketFeed feed = new PacketFeed(1, new BufferShape(0, 2_048), PacketFeed.Access.READ_ONLY);
        long address = new UnsafeBuffer(frame).addressOffset();
        for (long number = Long.parseLong(arguments[1]);; number++) {
            frame.putLong(0, number).putLong(FRAME_BYTES - Long.BYTES, number);
            feed.clear();
            feed.add(address, 0, FRAME_BYTES, 1, 0);
            recorder.process(feed.batch());
            while (number - Long.parseLong(arguments[1]) > recorder.recorded() + 500) {
                Thread.onSpinWait(); // nothing is to be refused: then numbers must follow each other
            }
            if (number % 20_000 == 0) {
                System.out.println(number); // tells the test that some files have been rolled
            }
        }
    }
}
