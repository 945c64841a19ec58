package okko.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenPartTest {

    private static final WrittenPart PART = new WrittenPart("okko eval border");

    @TempDir
    private Path directory;

    @Test
    void shouldReplaceWhatIsBetweenItsLinesWhenWritten() throws IOException {
        Path document = Files.writeString(directory.resolve("page.md"), """
                before
                <!-- written by okko bpf compare -->
                another's
                <!-- end -->
                <!-- written by okko eval border -->
                old
                <!-- end -->
                behind
                """);

        PART.checkIn(document);
        PART.writeInto(document, "new");

        assertThat(document).hasContent("""
                before
                <!-- written by okko bpf compare -->
                another's
                <!-- end -->
                <!-- written by okko eval border -->
                new
                <!-- end -->
                behind
                """);
    }

    @Test
    void shouldSayWhichLinesAreExpectedWhenThereAreNone() throws IOException {
        Path document = Files.writeString(directory.resolve("page.md"), "text\n");

        assertThatThrownBy(() -> PART.checkIn(document)).isInstanceOf(IOException.class)
                .hasMessage(document + ": no place for the table: expected a line "
                        + "'<!-- written by okko eval border -->', and behind it a line '<!-- end -->'");
    }
}
