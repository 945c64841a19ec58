package okko.eval.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okko.eval.load.LoadResult.LatencyPoint;
import okko.eval.load.LoadStart.LatencySample;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** Files with histograms of delays, one per system and load, that HdrHistogram's tools read. */
public final class LatencyLogs {

    private static final String DIRECTORY = "latency";

    private LatencyLogs() {}

    /** {@return the file of a system and a load, relative to the directory of the results} */
    static String name(String workload, String setup, int percent) {
        return DIRECTORY + "/" + workload + "-" + setup + "-" + percent + ".hlog";
    }

    /**
     * Writes the files that results name.
     *
     * @param directory of the results
     * @param results   with their raw starts
     * @throws IOException if a file cannot be written, or what is in the results is no histogram
     */
    public static void write(Path directory, List<LoadResult> results) throws IOException {
        for (LoadResult result : results) {
            for (LatencyPoint point : result.latency()) {
                if (point.log() != null) {
                    Path file = directory.resolve(point.log());
                    Files.createDirectories(file.getParent());
                    write(file, result.starts(), point.percent());
                }
            }
        }
    }

    private static void write(Path file, List<LoadStart> starts, int percent) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputComment("[Nanoseconds from when a packet was due until it arrived; one line per start.]");
            writer.outputLogFormatVersion();
            writer.outputLegend();
            for (int start = 0; start < starts.size(); start++) {
                for (LatencySample sample : starts.get(start).latency()) {
                    if (sample.percent() == percent && sample.histogram() != null) {
                        Histogram delays = HistogramText.decode(sample.histogram());
                        delays.setTag("start-" + (start + 1));
                        // Starts are no points in time: each gets a second of its own, for tools that tell them so.
                        writer.outputIntervalHistogram(start, start + 1.0, delays, 1.0);
                    }
                }
            }
            writer.close();
        }
    }
}
