package okko.switchd.border;

import java.io.IOException;
import java.nio.file.Path;
import okko.ringshm.attach.RunDirectory;
import okko.switchd.ConfigFile;
import okko.switchd.Processes;
import okko.switchd.StartException;
import okko.switchd.Switch;

/** A switch in a process of its own, which can be killed. */
final class ChildSwitch implements AutoCloseable {

    private final Path runDirectory;
    private final Process process;

    private ChildSwitch(Path runDirectory, Process process) {
        this.runDirectory = runDirectory;
        this.process = process;
    }

    /** Starts a switch that works in a directory, as often as one likes. */
    static ChildSwitch start(Path directory) throws IOException {
        Path config = SwitchUnderTest.writeConfig(directory, 0);
        Path run = directory.resolve("run");
        return new ChildSwitch(run, Processes.startAndAwait("ready",
                Processes.java(ChildSwitch.class, config.toString(), run.toString())));
    }

    /** Arguments: configuration, run directory. */
    public static void main(String[] arguments) throws StartException, InterruptedException {
        RunDirectory run = new RunDirectory(Path.of(arguments[1]));
        Switch okko = Switch.create(ConfigFile.read(Path.of(arguments[0])), run);
        Runtime.getRuntime().addShutdownHook(new Thread(okko::close));
        okko.start();
        System.out.println("ready");
        okko.awaitStop();
    }

    Path runDirectory() {
        return runDirectory;
    }

    /** Kills it, and returns when it is dead. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it by SIGTERM, and returns its status. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
