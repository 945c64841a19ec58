package okko.switchd.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Coverage-guided fuzzing of the parser, for a while. The frames that went a way of their own are written to
 * {@code target/fuzz/frames.txt}; once in a while they replace those in the resources.
 */
class ParserFuzzIT {

    private static final Path FOUND = Path.of("target", "fuzz", "frames.txt");

    @Test
    @Timeout(120)
    void shouldAgreeWithReferenceWhateverFrameIsFound() throws Exception {
        fuzz(45);
    }

    @Test
    @Tag("nightly")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void shouldAgreeWithReferenceWhateverFrameIsFoundInAnHour() throws Exception {
        fuzz(3_600);
    }

    private static void fuzz(int seconds) throws IOException, ReflectiveOperationException {
        long seed = System.nanoTime();
        try (ParserFuzzer fuzzer = new ParserFuzzer(seed)) {
            fuzzer.runUntil(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
            System.out.printf("parser: %,d frames tried, %d went a way of their own past %d places, seed %d%n",
                    fuzzer.runs(), fuzzer.frames().size(), Coverage.places().cardinality(), seed);
            assertThat(fuzzer.placesNotReached().stream()).as("seed %d", seed).isEmpty();
            Files.createDirectories(FOUND.getParent());
            Files.writeString(FOUND, fuzzer.frames().stream().map(HexFormat.of()::formatHex)
                    .collect(Collectors.joining("\n", "# Frames that take the parser different ways.\n", "\n")), US_ASCII);
        }
    }
}
