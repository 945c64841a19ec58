package okko.switchd.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/flows.md against the code. */
class FlowsPageTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `(\\w+)` \\| ((?:`\\w+`(?:, )?)*) \\| (\\d+) \\| (yes|no) \\|");

    @Test
    void shouldListEveryFieldWithItsNamesWidthAndAccess() throws IOException {
        List<String> listed = rows().map(row -> row.group(1)).toList();
        assertThat(listed).containsExactlyElementsOf(Stream.of(Field.values())
                .filter(field -> field.access() != FieldAccess.INTERNAL)
                .map(Field::label)
                .toList());
        rows().forEach(row -> {
            Field field = Field.named(row.group(1));
            assertThat(row.group(3)).as(field.label()).isEqualTo(Integer.toString(field.bits()));
            assertThat(row.group(4)).as(field.label())
                    .isEqualTo(field.access() == FieldAccess.READ_WRITE ? "yes" : "no");
            Pattern.compile("\\w+").matcher(row.group(2)).results()
                    .forEach(name -> assertThat(Field.named(name.group())).as(name.group()).isEqualTo(field));
        });
    }

    private static Stream<Matcher> rows() throws IOException {
        return Files.readAllLines(Path.of("../docs/flows.md")).stream().map(ROW::matcher).filter(Matcher::matches);
    }
}
