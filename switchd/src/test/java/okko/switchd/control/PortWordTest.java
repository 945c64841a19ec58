package okko.switchd.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortWordTest {

    private static PortWord parse(String word, String... more) {
        return PortWord.parse(word, List.of(more), Path.of("/here"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "p=null               | {'type':'null'}",
        "p=afxdp:eth1         | {'type':'afxdp','interface':'eth1'}",
        "p=tap:tap0           | {'type':'tap','interface':'tap0'}",
        "p=patch:other        | {'type':'patch','peer':'other'}",
        "p=pcap:in.pcap       | {'type':'pcap','read':'/here/in.pcap'}",
        "p=replay:/tmp/a.pcap | {'type':'replay','file':'/tmp/a.pcap'}",
        "p=null:what          | {'type':'null','argument':'what'}",
    })
    void shouldReadTheShortFormAsConfigurationFilesSayIt(String word, String keys) {
        PortWord port = parse(word);
        assertThat(port.name()).isEqualTo("p");
        assertThat(port.keys().toString().replace('"', '\'')).isEqualTo(keys);
    }

    @Test
    void shouldReadNumbersFilesAndMappings() {
        assertThat(parse("c=pcap", "write=out.pcapng", "number=7", "to.stream=3", "to.channel=aeron:ipc").keys())
                .hasToString("{\"type\":\"pcap\",\"write\":\"/here/out.pcapng\",\"number\":7,"
                        + "\"to\":{\"stream\":3,\"channel\":\"aeron:ipc\"}}");
    }

    @Test
    void shouldSayWhichShapeAWordHas() {
        assertThatThrownBy(() -> parse("null")).hasMessage("null: expected NAME=TYPE[:ARGUMENT]");
        assertThatThrownBy(() -> parse("p=")).hasMessage("p=: expected NAME=TYPE[:ARGUMENT]");
        assertThatThrownBy(() -> parse("p=ring", "quota")).hasMessage("quota: expected KEY=VALUE");
    }
}
