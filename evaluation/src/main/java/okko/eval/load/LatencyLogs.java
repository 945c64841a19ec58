package okko.eval.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** Histograms of delays in files that HdrHistogram's tools read. */
public final class LatencyLogs {

    private final Path directory;

    /**
     * Prepares the files.
     *
     * @param directory for them, made when the first is written
     */
    public LatencyLogs(Path directory) {
        this.directory = directory;
    }

    /**
     * Writes the histograms of one system at one load.
     *
     * @param name   of the file, without its ending
     * @param delays in ns, one per start; tagged {@code start-1} and so on
     * @return the file, relative to the directory above its own
     * @throws IOException if it cannot be written
     */
    Path write(String name, List<Histogram> delays) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(name + ".hlog");
        try (OutputStream out = Files.newOutputStream(file)) {
            HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputComment("[Nanoseconds from when a packet was due until it arrived; one line per start.]");
            writer.outputLogFormatVersion();
            writer.outputLegend();
            for (int start = 0; start < delays.size(); start++) {
                Histogram delay = delays.get(start).copy();
                delay.setTag("start-" + (start + 1));
                // Starts are no points in time: each gets a second of its own, so that the tools keep them apart.
                writer.outputIntervalHistogram(start, start + 1.0, delay, 1.0);
            }
            writer.close();
        }
        return directory.getFileName().resolve(file.getFileName());
    }
}
