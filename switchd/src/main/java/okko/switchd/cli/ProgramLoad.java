package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl prog load}. */
@Command(
        name = "load",
        description = "Loads a filter program: verified, compiled and warmed up before the switch has it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl prog load 1 p0f.o"})
final class ProgramLoad implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Mixin
    private ProgramFile file;

    @Override
    public Integer call() {
        return listing.connection().ask("prog load", file::arguments, listing.printer(ProgramLoad::print));
    }

    static void print(JsonNode program, PrintWriter out) {
        out.printf("program %s: %s, %s instructions, %s maps%n", program.path("id").asText(),
                program.path("name").asText(), program.path("instructions").asText(), program.path("maps").asText());
    }
}
