package okko.external.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import okko.external.frame.FrameBuilder;
import okko.external.frame.FrameMemory;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {

    private static ConnectionKey key(String from, String to) {
        byte[] frame = FrameBuilder.tcp(from, to).build();
        var segment = new Segment();
        var key = new ConnectionKey();
        try (var memory = new FrameMemory()) {
            segment.parse(memory.put(frame), frame.length);
            key.of(segment);
        }
        return key;
    }

    @Test
    void shouldGiveBothDirectionsOneKey() {
        ConnectionKey there = key("10.1.0.1:1000", "10.2.0.1:80");
        ConnectionKey back = key("10.2.0.1:80", "10.1.0.1:1000");
        assertThat(back.addresses()).isEqualTo(there.addresses());
        assertThat(back.ports()).isEqualTo(there.ports());
        assertThat(there.sourceIsLower()).isTrue();
        assertThat(back.sourceIsLower()).isFalse();
    }

    @Test
    void shouldKeepPortsWithTheirAddresses() {
        ConnectionKey one = key("10.1.0.1:1", "10.1.0.2:2");
        ConnectionKey other = key("10.1.0.1:2", "10.1.0.2:1");
        assertThat(other.addresses()).isEqualTo(one.addresses());
        assertThat(other.ports()).isNotEqualTo(one.ports());
    }

    @Test
    void shouldCompareAddressesWithoutSign() {
        assertThat(key("10.1.0.1:1000", "192.168.0.1:80").sourceIsLower()).isTrue();
        assertThat(key("192.168.0.1:80", "10.1.0.1:1000").sourceIsLower()).isFalse();
        assertThat(key("10.1.0.1:40000", "10.1.0.1:80").sourceIsLower()).isFalse();
    }

    @Test
    void shouldRefuseWhenFullAndTakeAgainWhenOneWasRemoved() {
        var table = new ConnectionTable(2);
        int first = table.add(key("10.1.0.1:1", "10.2.0.1:80"));
        table.add(key("10.1.0.1:2", "10.2.0.1:80"));
        ConnectionKey third = key("10.1.0.1:3", "10.2.0.1:80");
        assertThat(table.add(third)).isEqualTo(ConnectionTable.NONE);
        table.remove(first);
        assertThat(table.find(third)).isEqualTo(ConnectionTable.NONE);
        assertThat(table.add(third)).isEqualTo(first);
        assertThat(table.find(third)).isEqualTo(first);
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void shouldAgreeWithAMapWhenUsedAtRandom() {
        long seed = 20261122;
        var random = new Random(seed);
        List<ConnectionKey> keys = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            keys.add(key("10.1.0." + i % 20 + ":" + (1000 + i), "10.2.0.1:80"));
        }
        var table = new ConnectionTable(200);
        Map<ConnectionKey, Integer> model = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            ConnectionKey key = keys.get(random.nextInt(keys.size()));
            Integer entry = model.get(key);
            assertThat(table.find(key)).as("seed %d, step %d", seed, step).isEqualTo(entry == null ? -1 : entry);
            if (entry != null) {
                table.remove(model.remove(key));
            } else if (model.size() < 200) {
                model.put(key, table.add(key));
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
    }
}
