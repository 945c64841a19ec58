package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl prog replace}. */
@Command(
        name = "replace",
        description = {
            "Replaces a filter program while traffic flows.",
            "Each packet meets the old program or the new one.",
            "Maps of the same name, type and sizes keep their contents."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl prog replace 1 p0f-2.o"})
final class ProgramReplace implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Mixin
    private ProgramFile file;

    @Override
    public Integer call() {
        return listing.connection().ask("prog replace", file::arguments, listing.printer(ProgramReplace::print));
    }

    private static void print(JsonNode program, PrintWriter out) {
        ProgramLoad.print(program, out);
        List<String> kept = new ArrayList<>();
        program.path("keptMaps").forEach(name -> kept.add(name.asText()));
        out.println("maps kept: " + (kept.isEmpty() ? "none" : String.join(", ", kept)));
    }
}
