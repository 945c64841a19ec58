package okko.ringshm.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process in a control group that may have less memory than the pool needs. Only root can make such a group. */
class FullMemoryIT {

    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final String NAME = "okko-test-" + ProcessHandle.current().pid();

    private Path group;
    private String limitFile;

    @BeforeEach
    void makeGroup() throws IOException {
        boolean isFirstVersion = Files.isDirectory(MOUNT.resolve("memory"));
        group = (isFirstVersion ? MOUNT.resolve("memory") : MOUNT).resolve(NAME);
        limitFile = isFirstVersion ? "memory.limit_in_bytes" : "memory.max";
        assumeTrue(Files.isWritable(group.getParent()), "only root can make a control group");
        Files.createDirectory(group);
        assumeTrue(Files.isWritable(group.resolve(limitFile)), "no control group for memory here");
    }

    @AfterEach
    void removeGroup() throws IOException {
        Files.deleteIfExists(group);
    }

    @Test
    void shouldSayHowMuchIsNeededAndAvailableAndNotBeKilled() throws Exception {
        assertThat(makePool(200 << 20))
                .matches("no memory for the packet pool: 224,004,096 bytes needed, 1[0-9]{2},[0-9]{3},[0-9]{3} available");
    }

    @Test
    void shouldMakeThePoolWhenThereIsEnough() throws Exception {
        assertThat(makePool(400 << 20)).isEqualTo("100000 buffers in 224004096 bytes, SMALL");
    }

    private String makePool(long limitBytes) throws Exception {
        Files.writeString(group.resolve(limitFile), Long.toString(limitBytes));
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"", "sh"));
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .toList());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx32m", "-cp", System.getProperty("java.class.path"),
                PoolMaker.class.getName(), HugePages.NEVER.name()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
