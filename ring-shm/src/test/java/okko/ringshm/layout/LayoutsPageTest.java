package okko.ringshm.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps {@code docs/layouts.md} equal to the tables in the code. */
class LayoutsPageTest {

    private static final Path PAGE = Path.of("../docs/layouts.md");
    private static final Path SOURCES = Path.of("src/main/java/okko/ringshm");

    @ParameterizedTest
    @ValueSource(strings = {
        "layout/RegionDescriptor", "layout/PoolDescriptor", "layout/PacketDescriptor", "layout/RingDescriptor",
        "layout/AttachmentDescriptor", "layout/MessageDescriptor", "attach/AttachMessage"
    })
    void shouldShowTheTableOfEachStructure(String source) throws IOException {
        String javadoc = Files.readString(SOURCES.resolve(source + ".java"));
        String table = javadoc.substring(javadoc.indexOf("<pre>\n") + 6, javadoc.indexOf(" * </pre>"))
                .replaceAll("(?m)^ \\* ?", "")
                .replaceAll("\\{@link #?(\\w+)}", "$1");
        assertThat(Files.readString(PAGE)).contains(table);
    }

    @Test
    void shouldNameTheVersionThatTheCodeHas() throws IOException {
        assertThat(Files.readString(PAGE)).contains("Version " + RegionDescriptor.MAJOR + "." + RegionDescriptor.MINOR);
    }
}
