package okko.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd itself says of the units, with the launcher where it is here. */
class SystemdUnitsIT {

    private static final Path UNITS = Path.of("../scripts/systemd");
    private static final String INSTALLED = "/opt/okko/scripts/okko";

    @TempDir
    private Path directory;

    @BeforeEach
    void install() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "needs Debian's package systemd");
        String launcher = Path.of("../scripts/okko").toRealPath().toString();
        copy("okko-switchd.service", "okko-switchd.service", launcher);
        copy("okko-proc@.service", "okko-proc@fw.service", launcher);
    }

    private void copy(String from, String to, String launcher) throws IOException {
        String unit = Files.readString(UNITS.resolve(from));
        assertThat(unit).contains(INSTALLED);
        Files.writeString(directory.resolve(to), unit.replace(INSTALLED, launcher));
    }

    @Test
    void shouldBeUnderstoodBySystemdWithoutAWarning() throws Exception {
        assertThat(analyze("verify", "--man=no", path("okko-switchd.service"), path("okko-proc@fw.service")))
                .isEqualTo("exit 0: ");
    }

    /** An exposure of 3.0 and more is what systemd calls medium. */
    @ParameterizedTest
    @ValueSource(strings = {"okko-switchd.service", "okko-proc@fw.service"})
    void shouldGiveTheServicesLittleToMisuse(String unit) throws Exception {
        assertThat(analyze("security", "--no-pager", "--offline=true", "--threshold=29", path(unit)))
                .startsWith("exit 0: ");
    }

    private String path(String unit) {
        return directory.resolve(unit).toString();
    }

    private static String analyze(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return "exit " + process.waitFor() + ": " + printed;
    }
}
