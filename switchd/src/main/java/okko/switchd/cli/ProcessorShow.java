package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ctl proc show}. */
@Command(
        name = "show",
        description = "Shows everything about one port of an external processor, and who serves it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl proc show fw"})
final class ProcessorShow implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Parameters(index = "0", paramLabel = "PORT", description = "Name of the port.")
    private String port;

    @Override
    public Integer call() {
        return listing.connection().ask(
                "proc show", SwitchConnection.arguments().put("port", port), listing.printer(ProcessorShow::print));
    }

    private static void print(JsonNode processor, PrintWriter out) {
        if (processor.path("type").asText().equals("aeron")) {
            printMessages(processor, out);
        } else {
            printRing(processor, out);
        }
    }

    private static void printMessages(JsonNode p, PrintWriter out) {
        out.printf("port %s, number %s, type aeron, when slow %s%n", p.path("port").asText(),
                p.path("number").asText(), p.path("whenSlow").asText());
        out.printf("processor: %s, heartbeat %s ms old; %s attached so far%n", p.path("state").asText(),
                p.path("heartbeatAgeMs").asText(), p.path("attached").asText());
        out.printf("under way: %s, of them %s wait for room; quota %s%n", p.path("lent").asText(),
                p.path("waiting").asText(), p.path("quota").asText());
        out.printf("packets: %s sent, %s returned, %s on bypass%n", p.path("sent").asText(),
                p.path("returned").asText(), p.path("onBypass").asText());
        out.println("bypassed: " + TextTable.words(p.path("bypassed")));
        out.println("drops: " + TextTable.words(p.path("drops")));
        out.printf("bad answers: %s%n", p.path("badAnswers").asText());
    }

    private static void printRing(JsonNode p, PrintWriter out) {
        out.printf("port %s, number %s, type ring, trust %s, when slow %s%n", p.path("port").asText(),
                p.path("number").asText(), p.path("trust").asText(), p.path("whenSlow").asText());
        out.printf("processor: %s, process %s, user %s, heartbeat %s ms old; %s attached so far, %s died%n",
                p.path("state").asText(), p.path("pid").asText(), p.path("uid").asText(),
                p.path("heartbeatAgeMs").asText(), p.path("attached").asText(), p.path("died").asText());
        out.printf("rings of %s: %s to the processor, %s from it, %s wake-ups%n", p.path("capacity").asText(),
                p.path("toProcessor").asText(), p.path("fromProcessor").asText(), p.path("wakeUps").asText());
        out.printf("buffers: %s with packets, %s of %s empty, high water %s, quota %s%n", p.path("lent").asText(),
                p.path("lentEmpty").asText(), p.path("emptyBuffers").asText(), p.path("highWater").asText(),
                p.path("quota").asText());
        out.printf("packets: %s sent, %s returned, %s originated, %s copies, %s on bypass%n", p.path("sent").asText(),
                p.path("returned").asText(), p.path("originated").asText(), p.path("copies").asText(),
                p.path("onBypass").asText());
        out.println("bypassed: " + TextTable.words(p.path("bypassed")));
        out.println("drops: " + TextTable.words(p.path("drops")));
        out.println("bad descriptors: " + TextTable.words(p.path("badDescriptors")));
    }
}
