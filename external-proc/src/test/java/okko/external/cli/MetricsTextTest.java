package okko.external.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import okko.external.agent.ProcessorCounters;
import okko.external.api.Metrics;
import org.junit.jupiter.api.Test;

class MetricsTextTest {

    private final ProcessorCounters counters = new ProcessorCounters();
    private final Metrics own = new Metrics();
    private final MetricsText text = new MetricsText("fw", counters, own);

    @Test
    void shouldShowTheAgentsNumbersAndTheProcessorsOwn() {
        counters.countAttached();
        own.counter("pings", "Pings \"answered\".").add(3);
        own.gauge("neighbours", "Hosts that are known.").set(-2);
        assertThat(text.render().lines())
                .contains("# TYPE okko_processor_packets counter",
                        "# HELP okko_processor_packets Packets that the processor was given.",
                        "okko_processor_packets_total{processor=\"fw\"} 0",
                        "okko_processor_attachments_total{processor=\"fw\"} 1",
                        "# TYPE okko_processor_attached gauge",
                        "okko_processor_attached{processor=\"fw\"} 1",
                        "# HELP okko_processor_own_pings Pings \\\"answered\\\".",
                        "okko_processor_own_pings_total{processor=\"fw\"} 3",
                        "okko_processor_own_neighbours{processor=\"fw\"} -2")
                .last().isEqualTo("# EOF");
    }

    @Test
    void shouldRefuseNamesThatAreNoneOrTaken() {
        own.counter("pings", "Pings.");
        assertThatThrownBy(() -> own.gauge("pings", "Pings.")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is a metric of that name already: pings");
        assertThatThrownBy(() -> own.gauge("Ping rate", "Pings.")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldServeWhatIsCountedNow() throws Exception {
        var pings = own.counter("pings", "Pings.");
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var server = MetricsServer.start(anyPort, text); var client = HttpClient.newHttpClient()) {
            pings.increment();
            var answer = client.send(HttpRequest.newBuilder(server.uri()).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
            assertThat(answer.body()).contains("okko_processor_own_pings_total{processor=\"fw\"} 1").endsWith("# EOF\n");
            var post = HttpRequest.newBuilder(server.uri()).POST(HttpRequest.BodyPublishers.noBody()).build();
            assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        }
    }
}
