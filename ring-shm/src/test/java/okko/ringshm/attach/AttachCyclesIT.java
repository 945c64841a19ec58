package okko.ringshm.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attaching and letting go costs nothing that stays; in each cycle both sides map the rings, and one the pool too. */
class AttachCyclesIT {

    private static final int CYCLES = 10_000;

    /** What compiled code and class metadata may still grow by; a page lost per cycle would be 40 MB. */
    private static final long MAX_GROWTH_KB = 12_000;

    @Test
    void shouldKeepDescriptorsMappingsAndMemoryFlatOverTenThousandCycles(@TempDir Path directory) throws Exception {
        Process process = new ProcessBuilder(
                        JavaProcess.command(AttachCycles.class, directory.toString(), Integer.toString(CYCLES)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        List<long[]> counts = output.lines()
                .map(line -> Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray())
                .toList();

        assertThat(counts).as(output).hasSize(2);
        assertThat(counts.getLast()[0]).as("descriptors; %s", output).isEqualTo(counts.getFirst()[0]);
        assertThat(counts.getLast()[1]).as("mapped regions; %s", output).isEqualTo(counts.getFirst()[1]);
        assertThat(counts.getLast()[2] - counts.getFirst()[2]).as("growth, kB; %s", output).isLessThan(MAX_GROWTH_KB);
    }
}
