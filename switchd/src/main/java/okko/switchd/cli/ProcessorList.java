package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl proc list}. */
@Command(
        name = "list",
        description = "Shows the ring ports and the external processors that serve them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "depth: descriptors in the rings to/from the processor. lent, high: buffers that it holds, and the most"
                    + " that it held at a time.",
            "bad: descriptors that it returned and that did not hold.",
            "busy, silent, lost: packets dropped because ring or quota was full, because it gave no sign of life for a"
                    + " second, because it died with them. bypassed: packets led around it instead.",
            "attached, died: processors so far. 'okko ctl proc show PORT' tells more.",
            "",
            "Example: okko ctl proc list --json"
        })
final class ProcessorList implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("proc list", ProcessorList::print);
    }

    private static void print(JsonNode processors, PrintWriter out) {
        TextTable table = new TextTable("port", "state", "trust", "when slow", "pid", "uid", "depth", "high",
                "lent", "quota", "heartbeat age ms", "bad", "bypassed", "busy", "silent", "lost", "wake-ups",
                "attached", "died");
        for (JsonNode processor : processors) {
            JsonNode drops = processor.path("drops");
            table.row(
                    processor.path("port").asText(),
                    processor.path("state").asText(),
                    processor.path("trust").asText(),
                    processor.path("whenSlow").asText(),
                    processor.path("pid").asText(),
                    processor.path("uid").asText(),
                    processor.path("toProcessor").asText() + "/" + processor.path("fromProcessor").asText(),
                    processor.path("highWater").asText(),
                    processor.path("lent").asInt() + processor.path("lentEmpty").asInt(),
                    processor.path("quota").asText(),
                    processor.path("heartbeatAgeMs").asText(),
                    sum(processor.path("badDescriptors")),
                    sum(processor.path("bypassed")),
                    drops.path("processor_busy").asLong(),
                    drops.path("processor_silent").asLong(),
                    drops.path("processor_died").asLong(),
                    processor.path("wakeUps").asText(),
                    processor.path("attached").asText(),
                    processor.path("died").asText());
        }
        table.print(out);
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }
}
