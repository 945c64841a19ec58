package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.kernel.PeerCredentials;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options by which a subcommand finds the switch, and the way to ask it: one command per invocation. */
public final class SwitchConnection {

    /** Exit status of a command that was carried out. */
    static final int DONE = 0;

    /** Exit status of a command that was refused, or that could not be asked. */
    static final int REFUSED = 1;

    @Option(
            names = "--rundir",
            paramLabel = "DIR",
            description = "Run directory of the switch (default: OKKO_RUNDIR, or /run/okko for root).")
    private Path runDirectory;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Made by the command line. */
    public SwitchConnection() {}

    /** Prints a result. */
    @FunctionalInterface
    interface Printer {
        void print(JsonNode result, PrintWriter out);
    }

    /** {@return an empty object to put arguments into} */
    static ObjectNode arguments() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Asks the switch and prints the answer, or the reason why there is none.
     *
     * @param command   {@code port list} for instance
     * @param arguments of the command
     * @param printer   of the result
     * @return exit status
     */
    int ask(String command, ObjectNode arguments, Printer printer) {
        return talk((client, out) -> printer.print(client.send(command, arguments), out));
    }

    /** More than one question. */
    @FunctionalInterface
    interface Talk {
        void with(ControlClient client, PrintWriter out) throws CommandException, IOException;
    }

    /**
     * Asks the switch several things, and prints what comes of it, or the reason why it was broken off.
     *
     * @param talk asks and prints
     * @return exit status
     */
    int talk(Talk talk) {
        PrintWriter out = spec.commandLine().getOut();
        try (ControlClient client = ControlClient.connect(directory())) {
            talk.with(client, out);
            out.flush();
            return DONE;
        } catch (CommandException | IOException e) {
            return refuse(e);
        }
    }

    /** Makes the arguments of a command. */
    @FunctionalInterface
    interface ArgumentsSource {
        ObjectNode make() throws IOException;
    }

    /**
     * As {@link #ask(String, ObjectNode, Printer)}, with arguments that may not be readable.
     *
     * @param command   {@code prog load} for instance
     * @param arguments of the command
     * @param printer   of the result
     * @return exit status
     */
    int ask(String command, ArgumentsSource arguments, Printer printer) {
        ObjectNode made;
        try {
            made = arguments.make();
        } catch (IOException e) {
            return refuse(e);
        }
        return ask(command, made, printer);
    }

    /** {@return the words of this command line, without the launcher and its options} */
    List<String> words() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    /**
     * Says what the user should know, while the command goes on.
     *
     * @param what one line
     */
    void warn(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("okko: " + what);
        err.flush();
    }

    private int refuse(Exception reason) {
        warn(reason.getMessage());
        return REFUSED;
    }

    /** {@return the run directory of the switch} */
    Path directory() {
        return runDirectory != null
                ? runDirectory
                : RunDirectory.standard(System.getenv(), PeerCredentials.self().uid()).path();
    }
}
