package okko.switchd.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okko.switchd.flow.Field;
import okko.switchd.flow.FlowText;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.wire.MessageCodec;
import okko.switchd.stock.RandomRules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flow text and OpenFlow messages from anywhere: never more than a refusal. */
class OpenFlowFuzzIT {

    /** The same in each build, so that a change is blamed for what it did; at night others are tried. */
    private static final long SEED = 20_261_123;

    private static final String WORDS = "actions= output: drop normal resubmit( ,1) set_field: load: move: -> [0..15] "
            + "group: meter: write_actions( clear_actions goto_table: write_metadata: controller controller( max_len= "
            + "dec_ttl push_vlan: pop_vlan push_mpls: pop_mpls: apply_actions( prog: filter_prog= table= priority= "
            + "[] cookie= idle_timeout= hard_timeout= importance= send_flow_rem group_id= type=select bucket= weight: "
            + "watch_port: meter=1 kbps pktps band= bands= type=drop rate= burst_size= 0x -1 / , : ( ) 65535 "
            + "4294967296 18446744073709551616 ff:ff:ff:ff:ff:ff 255.255.255.255 fe80::1 +syn-ack "
            + "in_port=p1 LOCAL out_port= {";

    @Test
    @Timeout(120)
    void shouldRefuseWhateverFlowTextIsWrong() throws Exception {
        text(25, SEED);
    }

    @Test
    @Timeout(120)
    void shouldRefuseWhateverMessageIsWrong() throws Exception {
        messages(35, SEED);
    }

    @Test
    @Tag("nightly")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void shouldRefuseWhateverIsWrongForAnHour() throws Exception {
        text(1_200, System.nanoTime());
        messages(2_400, System.nanoTime());
    }

    private static void text(int seconds, long seed) throws Exception {
        List<byte[]> words = new ArrayList<>();
        Stream.concat(Arrays.stream(WORDS.split(" ")), Arrays.stream(Field.values()).map(Field::label))
                .forEach(word -> words.add(word.getBytes(ISO_8859_1)));
        List<byte[]> lines = new ArrayList<>(lines("/cases/flows.txt").map(line -> line.getBytes(ISO_8859_1)).toList());
        for (int i = 0; i < 100; i++) {
            RandomRules rules = new RandomRules(new java.util.Random(i));
            rules.flows().forEach(flow -> lines.add(flow.getBytes(ISO_8859_1)));
            rules.groups().forEach(group -> lines.add(group.getBytes(ISO_8859_1)));
        }
        run("flow text", new Fuzzer(FlowTextTarget.class, List.of(FlowText.class), words, seed), lines, seconds, seed);
    }

    private static void messages(int seconds, long seed) throws Exception {
        List<byte[]> words = Stream.of("0000", "ffff", "00000000", "ffffffff", "00002320", "4f4e4600", "0008", "0010",
                "fffffffd", "80000004", "00010004", "ffff0010", "8000", "0000000000000000", "04", "08", "18")
                .map(HexFormat.of()::parseHex).toList();
        List<byte[]> known = lines("/fuzz/messages.txt").filter(line -> !line.startsWith("#"))
                .map(HexFormat.of()::parseHex).toList();
        run("messages", new Fuzzer(MessageTarget.class, List.of(MessageCodec.class, Message.class, FlowText.class),
                words, seed), known, seconds, seed);
    }

    private static void run(String what, Fuzzer fuzzer, List<byte[]> known, int seconds, long seed) {
        System.out.printf("%s: seed %d%n", what, seed);
        fuzzer.begin(known);
        fuzzer.runUntil(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
        System.out.printf("%s: %,d tried, %,d went a way of their own%n", what, fuzzer.runs(), fuzzer.known());
        assertThat(fuzzer.known()).isGreaterThan(known.size() / 10);
    }

    private static Stream<String> lines(String resource) throws IOException {
        try (InputStream in = OpenFlowFuzzIT.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), ISO_8859_1).lines().toList().stream();
        }
    }
}
