package okko.eval.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import okko.ringshm.attach.RunDirectory;
import okko.switchd.ConfigFile;
import okko.switchd.Switch;
import picocli.CommandLine;

/**
 * A short run through what every start of Okko does, recorded at package time into the start-up cache. Not a command:
 * users never run it. What cannot be rehearsed on a machine is left out of the cache, and only costs time later.
 */
public final class StartRehearsal {

    private StartRehearsal() {}

    /**
     * Runs the rehearsal.
     *
     * @param arguments object files of BPF programs
     * @throws IOException if there is no room for a folder in the temporary directory
     */
    public static void main(String[] arguments) throws IOException {
        rehearse("--help");
        rehearse("switchd", "--help");
        rehearse("ctl", "--help");
        for (String object : arguments) {
            rehearse("bpf", "verify", object);
        }
        try (TemporaryDirectory directory = TemporaryDirectory.create("okko-rehearsal")) {
            rehearseStart(directory.path(), arguments);
        }
    }

    private static void rehearseStart(Path directory, String... objects) {
        try {
            startSwitch(directory, objects);
        } catch (Exception e) {
            System.err.println("okko: the start-up cache is made without a start of the switch: " + e.getMessage());
        }
    }

    private static void rehearse(String... arguments) {
        CommandLine okko = OkkoMain.commandLine(arguments);
        okko.setOut(new PrintWriter(Writer.nullWriter()));
        okko.execute(arguments);
    }

    private static void startSwitch(Path directory, String... objects) throws Exception {
        Path config = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 64}
                ports: {p1: {type: null}, p2: {type: null}, fw: {type: ring}}
                programs: {1: {file: %s}}
                flows: ["priority=10,tcp,in_port=p1,filter_prog=1,actions=output:p2"]
                """.formatted(objects[0]));
        try (Switch daemon = Switch.create(ConfigFile.read(config), new RunDirectory(directory.resolve("run")))) {
            daemon.start();
            daemon.summary();
        }
    }
}
