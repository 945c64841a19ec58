package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code okko ctl prog move}. */
@Command(
        name = "move",
        description = {
            "Moves a filter program to a process of its own and back, while traffic flows.",
            "Flows that ask it stay as they are, and its maps keep their contents.",
            "The process is started here, unless told otherwise, and ended when the program is back."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  okko ctl prog move 1 --to fw", "  okko ctl prog move 1 --to switch"})
final class ProgramMove implements Callable<Integer> {

    private static final String SWITCH = "switch";

    @Mixin
    private Listing listing;

    @Parameters(index = "0", paramLabel = "PROGRAM", description = "Number of the program, as in filter_prog.")
    private int program;

    @Option(names = "--to", required = true, paramLabel = "PORT|switch",
            description = "Ring port whose processor is to run it; or switch.")
    private String to;

    @Option(names = "--no-start",
            description = "Use the processor that is attached to the port: it runs this program on these maps.")
    private boolean noStart;

    @Override
    public Integer call() {
        return listing.connection().talk(to.equals(SWITCH) ? this::moveBack : this::moveOut);
    }

    private void moveOut(ControlClient client, PrintWriter out) throws CommandException, IOException {
        JsonNode shared = client.send("prog share", where());
        List<String> words = processorWords(shared);
        long attached = ProgramProcess.attached(client, to);
        if (noStart && attached == 0) {
            throw new CommandException("port " + to + ": no processor is attached; start one: okko "
                    + String.join(" ", words));
        }
        if (!noStart && attached != 0) {
            throw new CommandException("port " + to + " is served by process " + attached
                    + " already; end it, or say --no-start if it runs okko " + String.join(" ", words));
        }
        if (noStart) {
            print(client.send("prog move", where()), out);
            return;
        }
        Path log = listing.connection().directory().resolve("okko-proc-" + to + ".log");
        Launcher launcher = Launcher.ofThisProcess(listing.connection().words());
        try (var process = new ProgramProcess(launcher.start(words, log), log)) {
            process.awaitAttached(client, to);
            JsonNode moved = client.send("prog move", where().put("pid", process.pid()));
            process.goOn();
            print(moved, out);
        }
    }

    private void moveBack(ControlClient client, PrintWriter out) throws CommandException, IOException {
        JsonNode moved = client.send("prog move", where());
        ProgramProcess.end(moved.path("pid").asLong());
        print(moved, out);
    }

    private ObjectNode where() {
        return SwitchConnection.arguments().put("program", program).put("to", to);
    }

    /** The command that runs the program in a process. */
    private List<String> processorWords(JsonNode shared) {
        List<String> words = new ArrayList<>(List.of("proc", "run", "--once", "--attach", to,
                "--processor", shared.path("object").asText(),
                "--engine", shared.path("engine").asText(),
                "--maps", shared.path("maps").asText(), "--global-data",
                "--map-threads", shared.path("threads").asText(),
                "--rundir", listing.connection().directory().toAbsolutePath().toString()));
        String function = shared.path("function").asText();
        if (!function.isEmpty()) {
            words.addAll(List.of("--program", function));
        }
        return words;
    }

    private void print(JsonNode moved, PrintWriter out) {
        listing.printer(ProgramMove::tell).print(moved, out);
    }

    private static void tell(JsonNode moved, PrintWriter out) {
        boolean isBack = moved.path("place").asText().equals(SWITCH);
        out.print("program " + moved.path("program").asText()
                + (isBack ? " runs in the switch" : " runs at port " + moved.path("place").asText()));
        long pid = moved.path("pid").asLong();
        if (pid != 0) {
            out.print((isBack ? ", ended process " : ", process ") + pid);
        }
        long late = moved.path("late").asLong();
        out.println(late == 0 ? "" : ", packets without an answer yet: " + late);
    }
}
