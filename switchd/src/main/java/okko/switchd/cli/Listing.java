package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all {@code okko ctl} subcommands share: the connection, and {@code --json}. */
public final class Listing {

    @Mixin
    private SwitchConnection connection;

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    /** Made by the command line. */
    public Listing() {}

    /** {@return the way to the switch} */
    SwitchConnection connection() {
        return connection;
    }

    /**
     * Asks the switch and prints the answer as the user wants it.
     *
     * @param command {@code port list} for instance
     * @param text    prints the answer for people
     * @return exit status
     */
    int show(String command, SwitchConnection.Printer text) {
        return connection.ask(command, SwitchConnection.arguments(), printer(text));
    }

    /**
     * Chooses how to print.
     *
     * @param text prints an answer for people
     * @return that, or a printer of JSON
     */
    SwitchConnection.Printer printer(SwitchConnection.Printer text) {
        return json ? Listing::printJson : text;
    }

    private static void printJson(JsonNode result, PrintWriter out) {
        out.println(result.toPrettyString());
    }
}
