package okko.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every measured number that a reader meets on the front page, or in the discussion, is one of committed results. */
class PageNumbersTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Path FRONT_PAGE = REPOSITORY.resolve("README.md");
    private static final Path DISCUSSION = REPOSITORY.resolve("docs/results/README.md");

    @Test
    void shouldTakeTheNumbersOfTheFrontPageFromCommittedResults() throws IOException {
        PageNumbers page = new PageNumbers(Files.readString(FRONT_PAGE));

        assertThat(page.sources()).isNotEmpty();
        assertThat(page.stale(PageNumbers.Source.committed(REPOSITORY)))
                .as("to be written again by okko eval report DIR --write README.md").isEmpty();
        assertThat(page.strays()).as("measured numbers outside of the written part").isEmpty();
    }

    @Test
    void shouldTakeTheNumbersOfTheDiscussionFromCommittedResults() throws IOException {
        PageNumbers page = new PageNumbers(Files.exists(DISCUSSION) ? Files.readString(DISCUSSION) : "");

        assertThat(page.stale(PageNumbers.Source.committed(REPOSITORY)))
                .as("to be written again by okko eval report DIR --write docs/results/README.md").isEmpty();
        assertThat(page.strays()).as("measured numbers outside of the written parts").isEmpty();
    }

    @Test
    void shouldTellAPartThatOtherResultsWrote() throws IOException {
        Results sample = SampleResults.build();
        WrittenPart part = WrittenResults.part("docs/results/a");
        String page = part.replaceIn("# Title\n" + part.begin() + "\n" + part.end() + "\n", WrittenResults.of(sample));

        assertThat(new PageNumbers(page).sources()).isEqualTo(List.of("docs/results/a"));
        assertThat(new PageNumbers(page).stale(_ -> sample)).isEmpty();
        assertThat(new PageNumbers(page).strays()).isEmpty();
        assertThat(new PageNumbers(page.replaceFirst("Mpps", "Mpp")).stale(_ -> sample))
                .isEqualTo(List.of("docs/results/a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"It forwards 14.95 Mpps.", "runs at 66.9 ns per packet", "has 1.9 times the throughput",
        "is three times as fast", "costs 5 % of it", "about half the throughput", "a quarter of the throughput",
        "1.5x", "2.1× what a process does", "faster than a process by 1.5"})
    void shouldFindAMeasuredNumberOutsideOfTheParts(String sentence) {
        assertThat(new PageNumbers("# Title\n\n" + sentence + "\n").strays()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exchanges 16-byte descriptors", "needs a JDK 25 or newer", "capacity: 4096",
        "in_port=fw,metadata=1,actions=output:p2", "Linux on x86-64"})
    void shouldLetOtherNumbersStand(String sentence) {
        assertThat(new PageNumbers(sentence).strays()).isEmpty();
    }
}
