package okko.eval.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Histograms as text: HdrHistogram's compressed form, second version, in base 64, as in its log files. */
public final class HistogramText {

    private HistogramText() {}

    /**
     * Writes a histogram.
     *
     * @param histogram to write
     * @return it as text
     */
    public static String encode(Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    /**
     * Reads a histogram.
     *
     * @param text as {@link #encode} writes it
     * @return the histogram
     * @throws IOException if it is not one
     */
    public static Histogram decode(String text) throws IOException {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new IOException("not a histogram: " + e.getMessage(), e);
        }
    }
}
