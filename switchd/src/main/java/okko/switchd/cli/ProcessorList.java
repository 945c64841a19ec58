package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl proc list}. */
@Command(
        name = "list",
        description = "Shows the ports of external processors, and who serves them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "depth: descriptors in the rings to/from the processor. lent, high: buffers that it holds, and the most"
                    + " that it held at a time.",
            "bad: descriptors or answers that it returned and that did not hold. -: not known of ports of this type.",
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
        TextTable table = new TextTable("port", "type", "state", "trust", "when slow", "pid", "uid", "depth", "high",
                "lent", "quota", "heartbeat age ms", "bad", "bypassed", "busy", "silent", "lost", "wake-ups",
                "attached", "died");
        for (JsonNode processor : processors) {
            JsonNode drops = processor.path("drops");
            table.row(
                    processor.path("port").asText(),
                    processor.path("type").asText(),
                    processor.path("state").asText(),
                    known(processor, "trust"),
                    processor.path("whenSlow").asText(),
                    known(processor, "pid"),
                    known(processor, "uid"),
                    known(processor, "toProcessor") + "/" + known(processor, "fromProcessor"),
                    known(processor, "highWater"),
                    processor.path("lent").asInt() + processor.path("lentEmpty").asInt(),
                    processor.path("quota").asText(),
                    processor.path("heartbeatAgeMs").asText(),
                    sum(processor.path("badDescriptors")) + processor.path("badAnswers").asLong(),
                    sum(processor.path("bypassed")),
                    drops.path("processor_busy").asLong(),
                    drops.path("processor_silent").asLong(),
                    drops.path("processor_died").asLong() + drops.path("processor_lost").asLong(),
                    known(processor, "wakeUps"),
                    processor.path("attached").asText(),
                    known(processor, "died"));
        }
        table.print(out);
    }

    /** Messages tell less of their sender than a shared file does. */
    private static String known(JsonNode processor, String field) {
        return processor.path(field).asText("-");
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }
}
